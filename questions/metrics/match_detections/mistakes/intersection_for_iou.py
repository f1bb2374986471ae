"""The area of the overlap is compared with the threshold, not the IoU.

The function for the IoU returns its numerator. An overlap of 1 pixel is then enough for every threshold, and in normalized coordinates
nothing is. Divide by the union.

Caught by: test_threshold[IoU 0.4375 at 0.5], test_normalized_coordinates[itself]
Page: common-mistakes
"""

import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    lo = np.maximum(boxes[:, None, :2], gt[:, :2])
    hi = np.minimum(boxes[:, None, 2:], gt[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    iou = inter
    matched = np.zeros(len(boxes), dtype=bool)
    for i in np.argsort(-scores, kind="stable"):
        best = iou[i].argmax() if len(gt) else None
        if best is not None and iou[i, best] >= iou_threshold:
            matched[i] = True
            iou[:, best] = -1
    return matched

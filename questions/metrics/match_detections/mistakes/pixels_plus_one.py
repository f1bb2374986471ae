"""Sides are taken as x2 - x1 + 1.

That is VOC's old way of counting whole pixels. Coordinates are continuous here: the width is x2 - x1, or boxes that only touch overlap.

Caught by: test_threshold[IoU 0.4375 at 0.5]
Page: reference-implementation
"""

import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    lo = np.maximum(boxes[:, None, :2], gt[:, :2])
    hi = np.minimum(boxes[:, None, 2:], gt[:, 2:])
    inter = np.clip(hi - lo + 1, 0, None).prod(axis=2)
    union = (boxes[:, 2:] - boxes[:, :2] + 1).prod(axis=1)[:, None] + (gt[:, 2:] - gt[:, :2] + 1).prod(axis=1) - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    matched = np.zeros(len(boxes), dtype=bool)
    for i in np.argsort(-scores, kind="stable"):
        best = iou[i].argmax() if len(gt) else None
        if best is not None and iou[i, best] >= iou_threshold:
            matched[i] = True
            iou[:, best] = -1
    return matched

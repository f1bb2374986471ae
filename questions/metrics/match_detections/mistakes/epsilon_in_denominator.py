"""An epsilon in the denominator lowers the IoU of small boxes.

With `+ 1e-7` a box of side 0.001 (normalized coordinates) has an IoU of 0.91 with itself and misses at a threshold of 0.95. It hides
0/0 instead of deciding it: use `where=union > 0`.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
Page: detection/iou#common-mistakes
"""

import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    lo = np.maximum(boxes[:, None, :2], gt[:, :2])
    hi = np.minimum(boxes[:, None, 2:], gt[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    union = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)[:, None] + (gt[:, 2:] - gt[:, :2]).prod(axis=1) - inter
    iou = inter / (union + 1e-7)
    matched = np.zeros(len(boxes), dtype=bool)
    for i in np.argsort(-scores, kind="stable"):
        best = iou[i].argmax() if len(gt) else None
        if best is not None and iou[i, best] >= iou_threshold:
            matched[i] = True
            iou[:, best] = -1
    return matched

"""A detection closes its best box even if the IoU is too low.

Only a hit takes a box. Here a poor box with a high score robs the good one behind it.

Caught by: test_hand_cases[who misses takes nothing]
Page: matching
"""

import numpy as np


def match_detections(boxes, scores, gt, iou_threshold):
    lo = np.maximum(boxes[:, None, :2], gt[:, :2])
    hi = np.minimum(boxes[:, None, 2:], gt[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    union = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)[:, None] + (gt[:, 2:] - gt[:, :2]).prod(axis=1) - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    matched = np.zeros(len(boxes), dtype=bool)
    for i in np.argsort(-scores, kind="stable"):
        best = iou[i].argmax() if len(gt) else None
        if best is not None:
            matched[i] = iou[i, best] >= iou_threshold
            iou[:, best] = -1
    return matched

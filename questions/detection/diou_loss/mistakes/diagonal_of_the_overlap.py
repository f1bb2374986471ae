"""The diagonal is that of the intersection's corners.

The hull begins at the smaller and ends at the larger edge. With `max` and `min` exchanged it is the overlap, or
the gap, that is measured: touching boxes divide by almost nothing, and the penalty explodes just where the
boxes meet.

Caught by: test_hand_cases[one corner overlaps: 8 over 50]
Page: common-mistakes
"""

import numpy as np


def diou_loss(pred, target):
    lo = np.maximum(pred[:, :2], target[:, :2])
    hi = np.minimum(pred[:, 2:], target[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=1)
    area_p = (pred[:, 2:] - pred[:, :2]).prod(axis=1)
    area_t = (target[:, 2:] - target[:, :2]).prod(axis=1)
    union = area_p + area_t - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    outer = np.minimum(pred[:, 2:], target[:, 2:]) - np.maximum(pred[:, :2], target[:, :2])
    diagonal2 = (outer**2).sum(axis=1)
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance2 = (offset**2).sum(axis=1)
    penalty = np.divide(distance2, diagonal2, out=np.zeros_like(diagonal2), where=diagonal2 > 0)
    return 1 - (iou - penalty)

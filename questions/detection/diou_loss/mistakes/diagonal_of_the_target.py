"""The distance is measured by the diagonal of the target.

The ratio is then no longer below 1: a box ten diagonals away costs 100. The diagonal is that of the hull around
both boxes, which grows with the distance and keeps the penalty bounded.

Caught by: test_hand_cases[apart in x: 36 over 104]
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
    outer = target[:, 2:] - target[:, :2]
    diagonal2 = (outer**2).sum(axis=1)
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance2 = (offset**2).sum(axis=1)
    penalty = np.divide(distance2, diagonal2, out=np.zeros_like(diagonal2), where=diagonal2 > 0)
    return 1 - (iou - penalty)

"""The sum of both distances is squared instead of the sum of their squares.

`(|dx| + |dy|)**2` is up to twice `dx**2 + dy**2`. The two agree along an axis, so a test with shifts in x or y
alone passes; move the box diagonally.

Caught by: test_hand_cases[corners touch: 20 over 80]
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
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    diagonal2 = (outer**2).sum(axis=1)
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance2 = np.abs(offset).sum(axis=1) ** 2
    penalty = np.divide(distance2, diagonal2, out=np.zeros_like(diagonal2), where=diagonal2 > 0)
    return 1 - (iou - penalty)

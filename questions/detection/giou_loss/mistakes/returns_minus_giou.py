"""The 1 is forgotten: the loss is -GIoU.

The gradient is right, so training works. But the loss of a perfect box is -1 instead of 0, it can no longer be
read as a share, and weighting it against other terms by size goes wrong. The loss is `1 - giou`.

Caught by: test_hand_cases[identical]
Page: common-mistakes
"""

import numpy as np


def giou_loss(pred, target):
    lo = np.maximum(pred[:, :2], target[:, :2])
    hi = np.minimum(pred[:, 2:], target[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=1)
    area_p = (pred[:, 2:] - pred[:, :2]).prod(axis=1)
    area_t = (target[:, 2:] - target[:, :2]).prod(axis=1)
    union = area_p + area_t - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    hull = outer.prod(axis=1)
    penalty = np.divide(hull - union, hull, out=np.zeros_like(hull), where=hull > 0)
    return penalty - iou

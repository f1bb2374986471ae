"""GIoU itself is returned, not the loss.

GIoU is a similarity: 1 for identical boxes, towards -1 for boxes far apart. Minimizing it drives the boxes
apart. The loss is `1 - giou`.

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
    return iou - penalty

"""GIoU is clamped at 0.

A similarity below 0 looks wrong and is "repaired", and with it goes the reason for GIoU: all boxes that are
apart get the same loss 1 and no gradient, as with plain IoU. GIoU lies in (-1, 1], the loss in [0, 2).

Caught by: test_hand_cases[apart in both axes: 58 of 72 are empty]
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
    return 1 - np.clip(iou - penalty, 0, 1)

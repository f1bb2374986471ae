"""The penalty is added only where the boxes do not overlap.

It is tempting to read GIoU as "IoU, and a distance where IoU is 0". The formula has one penalty for all pairs,
overlapping ones too: two boxes that share one corner leave empty space in their hull. With the condition the
loss jumps in the moment in which the boxes touch.

Caught by: test_hand_cases[one corner overlaps: 10 of 25 are empty]
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
    return 1 - iou + np.where(inter > 0, 0, penalty)

"""The penalty is added to the IoU, so that the loss rewards empty space.

GIoU is the IoU *minus* the empty share of the hull. With a plus the loss falls when the boxes move apart, and
disjoint boxes run away from each other. Check the direction with two boxes at two distances: the farther pair
must cost more.

Caught by: test_hand_cases[apart in x: 4 of 20 are empty]
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
    return 1 - (iou + penalty)

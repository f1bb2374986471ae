"""The hull is built from the corners of the intersection.

`max` of the left edges and `min` of the right edges give the overlap. The hull is the other way round: `min` of
the left edges, `max` of the right ones. Here boxes that are apart get a "hull" with negative sides, and
overlapping ones a hull that is smaller than either box.

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
    outer = np.minimum(pred[:, 2:], target[:, 2:]) - np.maximum(pred[:, :2], target[:, :2])
    hull = outer.prod(axis=1)
    penalty = np.divide(hull - union, hull, out=np.zeros_like(hull), where=hull > 0)
    return 1 - (iou - penalty)

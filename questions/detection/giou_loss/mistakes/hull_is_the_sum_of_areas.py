"""The sum of both areas stands where the hull belongs.

`area_p + area_t` is neither the union nor the hull: it does not know where the boxes are. For boxes that are
apart it equals the union, so the penalty is 0 at every distance, which is just what GIoU was made to mend. The
hull is the smallest box around both, from the smaller left edge to the larger right edge.

Caught by: test_hand_cases[corners touch: half of the hull is empty]
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
    hull = area_p + area_t
    penalty = np.divide(hull - union, hull, out=np.zeros_like(hull), where=hull > 0)
    return 1 - (iou - penalty)

"""0/0 is not decided.

Two boxes on one line have a hull of area 0, two boxes without area an empty union. One NaN in a batch makes the
whole mean NaN, and the weights after it. Decide: the IoU of an empty union is 0, and an empty hull adds no
penalty.

Caught by: test_without_area[the same point twice: no hull, no penalty]
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
    iou = inter / union
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    hull = outer.prod(axis=1)
    penalty = (hull - union) / hull
    return 1 - (iou - penalty)

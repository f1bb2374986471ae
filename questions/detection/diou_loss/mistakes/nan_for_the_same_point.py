"""0/0 is not decided.

Two boxes without area have an empty union, and the same point twice a hull of diagonal 0. One NaN in a batch
makes the whole mean NaN, and the weights after it. Decide: the IoU of an empty union is 0, and a diagonal of 0
adds no penalty.

Caught by: test_without_area[the same point twice: no diagonal, no penalty]
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
    iou = inter / union
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    diagonal2 = (outer**2).sum(axis=1)
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance2 = (offset**2).sum(axis=1)
    penalty = distance2 / diagonal2
    return 1 - (iou - penalty)

"""The ratio of the lengths is used without the square.

`distance / diagonal` has no unit either, so scaling does not reveal it. But it is larger than its square
everywhere, and its gradient does not fade as the centers meet: it keeps its size and turns around at the
target, where it has no slope at all.

Caught by: test_hand_cases[inside, off center: 1/4 over 20]
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
    distance2 = (offset**2).sum(axis=1)
    penalty = np.sqrt(np.divide(distance2, diagonal2, out=np.zeros_like(diagonal2), where=diagonal2 > 0))
    return 1 - (iou - penalty)

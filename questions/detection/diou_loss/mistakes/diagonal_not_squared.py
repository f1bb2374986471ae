"""The diagonal is not squared, the distance is.

An area over a length: in pixels the penalty grows to hundreds, in normalized coordinates it all but vanishes.
Both are squared in DIoU, so that the ratio has no unit and stays below 1.

Caught by: test_hand_cases[apart in x: 36 over 104]
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
    diagonal = np.sqrt((outer**2).sum(axis=1))
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance2 = (offset**2).sum(axis=1)
    penalty = np.divide(distance2, diagonal, out=np.zeros_like(diagonal), where=diagonal > 0)
    return 1 - (iou - penalty)

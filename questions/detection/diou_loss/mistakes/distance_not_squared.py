"""The distance is not squared, the diagonal is.

A length over an area: the loss changes with the unit. The same two boxes in pixels and in normalized
coordinates get different losses. Scale both boxes by 10 to see it; DIoU must stay the same.

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
    diagonal2 = (outer**2).sum(axis=1)
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance = np.sqrt((offset**2).sum(axis=1))
    penalty = np.divide(distance, diagonal2, out=np.zeros_like(diagonal2), where=diagonal2 > 0)
    return 1 - (iou - penalty)

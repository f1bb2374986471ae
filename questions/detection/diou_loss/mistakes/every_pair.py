"""Every prediction is compared with every target.

A loss belongs to a matched pair: row i of `pred` with row i of `target`, (N,) values. The new axis of the
pairwise IoU makes (N, N) of it.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def diou_loss(pred, target):
    lo = np.maximum(pred[:, None, :2], target[:, :2])
    hi = np.minimum(pred[:, None, 2:], target[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=2)
    area_p = (pred[:, 2:] - pred[:, :2]).prod(axis=1)
    area_t = (target[:, 2:] - target[:, :2]).prod(axis=1)
    union = area_p[:, None] + area_t - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    outer = np.maximum(pred[:, None, 2:], target[:, 2:]) - np.minimum(pred[:, None, :2], target[:, :2])
    diagonal2 = (outer**2).sum(axis=2)
    offset = (pred[:, None, :2] + pred[:, None, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance2 = (offset**2).sum(axis=2)
    penalty = np.divide(distance2, diagonal2, out=np.zeros_like(diagonal2), where=diagonal2 > 0)
    return 1 - (iou - penalty)

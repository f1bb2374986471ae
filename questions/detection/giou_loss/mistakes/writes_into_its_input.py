"""The boxes of the caller are changed.

`pred[:, 2:] -= pred[:, :2]` turns the predictions of the caller into xywh: this loss is right, the next term
that uses the boxes is wrong. In PyTorch such a line fails on a leaf that requires a gradient. Compute into new
arrays.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def giou_loss(pred, target):
    lo = np.maximum(pred[:, :2], target[:, :2])
    hi = np.minimum(pred[:, 2:], target[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=1)
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    hull = outer.prod(axis=1)
    pred[:, 2:] -= pred[:, :2]
    target[:, 2:] -= target[:, :2]
    union = pred[:, 2:].prod(axis=1) + target[:, 2:].prod(axis=1) - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    penalty = np.divide(hull - union, hull, out=np.zeros_like(hull), where=hull > 0)
    return 1 - (iou - penalty)

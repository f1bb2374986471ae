"""One pixel is added to the sides of the overlap and of the hull, but not to those of the boxes.

Half of the old convention of inclusive pixels is left: the overlap of a box with itself is larger than the box. Coordinates are
continuous here, so there is no `+ 1` anywhere.

Caught by: test_hand_cases[identical]
Page: detection/iou#common-mistakes
"""

import numpy as np


def giou_loss(pred, target):
    inner = np.minimum(pred[:, 2:], target[:, 2:]) - np.maximum(pred[:, :2], target[:, :2]) + 1
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2]) + 1
    inter = np.clip(inner, 0, None).prod(axis=1)
    hull = outer.prod(axis=1)
    area_p = (pred[:, 2:] - pred[:, :2]).prod(axis=1)
    area_t = (target[:, 2:] - target[:, :2]).prod(axis=1)
    union = area_p + area_t - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    penalty = np.divide(hull - union, hull, out=np.zeros_like(hull), where=hull > 0)
    return 1 - (iou - penalty)

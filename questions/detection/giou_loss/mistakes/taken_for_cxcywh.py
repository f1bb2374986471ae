"""The boxes are taken for center and size.

Many detectors predict `cx, cy, w, h` and convert before the loss. Here the rows are corners already, and
converting them a second time moves and stretches every box. Ask for the format first, and write it into the
docstring.

Caught by: test_hand_cases[shifted by half the width: the hull is the union]
Page: common-mistakes
"""

import numpy as np


def corners(boxes):
    center, size = boxes[:, :2], boxes[:, 2:]
    return np.concatenate([center - size / 2, center + size / 2], axis=1)


def giou_loss(pred, target):
    pred, target = corners(pred), corners(target)
    lo = np.maximum(pred[:, :2], target[:, :2])
    hi = np.minimum(pred[:, 2:], target[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=1)
    area_p = (pred[:, 2:] - pred[:, :2]).prod(axis=1)
    area_t = (target[:, 2:] - target[:, :2]).prod(axis=1)
    union = area_p + area_t - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    hull = outer.prod(axis=1)
    penalty = np.divide(hull - union, hull, out=np.zeros_like(hull), where=hull > 0)
    return 1 - (iou - penalty)

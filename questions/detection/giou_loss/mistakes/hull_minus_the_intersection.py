"""The intersection is taken out of the hull instead of the union.

What GIoU punishes is the part of the hull that neither box covers, `hull - union`. With `hull - intersection` a
box inside another one pays for being smaller, which the IoU has charged already. Identical boxes give 0 either
way, so a test with them alone does not notice.

Caught by: test_hand_cases[inside: 1 - IoU]
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
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    hull = outer.prod(axis=1)
    penalty = np.divide(hull - inter, hull, out=np.zeros_like(hull), where=hull > 0)
    return 1 - (iou - penalty)

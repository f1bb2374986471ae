"""The factor is 4 / pi, not 4 / pi².

The difference of the two angles is at most pi/2. Squared that is pi²/4, so `4 / pi**2` scales v to [0, 1]; with
`4 / pi` it reaches 3.14. Some summaries print it so.

Caught by: test_hand_cases[turned upright, same center: v is 1/4]
Page: common-mistakes
"""

import numpy as np


def ciou_loss(pred, target):
    lo = np.maximum(pred[:, :2], target[:, :2])
    hi = np.minimum(pred[:, 2:], target[:, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=1)
    wp, hp = pred[:, 2] - pred[:, 0], pred[:, 3] - pred[:, 1]
    wt, ht = target[:, 2] - target[:, 0], target[:, 3] - target[:, 1]
    union = wp * hp + wt * ht - inter
    iou = np.divide(inter, union, out=np.zeros_like(union), where=union > 0)
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance = (offset**2).sum(axis=1) / (outer**2).sum(axis=1)
    v = 4 / np.pi * (np.arctan(wt / ht) - np.arctan(wp / hp)) ** 2
    alpha = np.divide(v, 1 - iou + v, out=np.zeros_like(v), where=v > 0)
    return 1 - iou + distance + alpha * v

"""One ratio is w / h, the other h / w.

Either is fine, as long as it is the same for both boxes: `atan(h / w) = pi/2 - atan(w / h)`, and the square of
the difference does not change. Mixed, a box that agrees with its target is punished, and its own shape turned
by 90° is not. Squares do not notice.

Caught by: test_hand_cases[half the size, same ratio: v is 0]
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
    v = 4 / np.pi**2 * (np.arctan(wt / ht) - np.arctan(hp / wp)) ** 2
    alpha = np.divide(v, 1 - iou + v, out=np.zeros_like(v), where=v > 0)
    return 1 - iou + distance + alpha * v

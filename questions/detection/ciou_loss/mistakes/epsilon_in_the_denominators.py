"""An epsilon in the denominators bends small boxes.

With `+ 1e-7` a box with sides of 0.001 has a loss of 0.09 against itself, and the penalty of its neighbors
shrinks. Normalized coordinates make such boxes common. Say what 0/0 is where it occurs and leave all other rows
alone.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
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
    iou = inter / (union + 1e-7)
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance = (offset**2).sum(axis=1) / ((outer**2).sum(axis=1) + 1e-7)
    v = 4 / np.pi**2 * (np.arctan(wt / ht) - np.arctan(wp / hp)) ** 2
    alpha = v / (1 - iou + v + 1e-7)
    return 1 - iou + distance + alpha * v

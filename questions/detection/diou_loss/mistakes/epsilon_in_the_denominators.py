"""An epsilon in the denominators bends small boxes.

With `+ 1e-7` a box with sides of 0.001 has a loss of 0.09 against itself, and the penalty of its neighbors
shrinks. Normalized coordinates make such boxes common. Say what 0/0 is where it occurs (`where=union > 0`) and
leave all other rows alone.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
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
    iou = inter / (union + 1e-7)
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    diagonal2 = (outer**2).sum(axis=1)
    offset = (pred[:, :2] + pred[:, 2:]) / 2 - (target[:, :2] + target[:, 2:]) / 2
    distance2 = (offset**2).sum(axis=1)
    penalty = distance2 / (diagonal2 + 1e-7)
    return 1 - (iou - penalty)

"""An epsilon in the denominators bends small boxes.

In normalized coordinates a box of 10 x 10 pixels of a 4K image has an area of about 1e-5, and tiny ones less.
With `+ 1e-7` a box with sides of 0.001 has a loss of 0.09 against itself. Say what 0/0 is where it occurs
(`where=union > 0`) and leave all other rows alone.

Caught by: test_tiny_boxes
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
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
    iou = inter / (union + 1e-7)
    outer = np.maximum(pred[:, 2:], target[:, 2:]) - np.minimum(pred[:, :2], target[:, :2])
    hull = outer.prod(axis=1)
    penalty = (hull - union) / (hull + 1e-7)
    return 1 - (iou - penalty)

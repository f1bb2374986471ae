"""The overlap is divided by the smaller area.

Intersection over minimum is another measure: a small box inside a large one gets 1. IoU divides by the union, which
punishes the difference in size.

Caught by: test_hand_cases[inside: 1 of 8]
Page: common-mistakes
"""

import numpy as np


def box_iou(a, b):
    lo = np.maximum(a[:, None, :2], b[None, :, :2])
    hi = np.minimum(a[:, None, 2:], b[None, :, 2:])
    wh = np.clip(hi - lo, 0, None)
    inter = wh[..., 0] * wh[..., 1]
    area_a = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1])
    area_b = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = np.minimum(area_a[:, None], area_b[None, :])
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)

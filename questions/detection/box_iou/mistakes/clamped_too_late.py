"""The product is clamped at 0 instead of each side.

`max(w * h, 0)` helps where one side is negative. Boxes that are apart in both axes have two negative sides, whose
product is positive and passes the clamp. Clip each side, then multiply.

Caught by: test_hand_cases[apart in both axes]
Page: common-mistakes
"""

import numpy as np


def box_iou(a, b):
    lo = np.maximum(a[:, None, :2], b[None, :, :2])
    hi = np.minimum(a[:, None, 2:], b[None, :, 2:])
    wh = hi - lo
    inter = np.maximum(wh[..., 0] * wh[..., 1], 0)
    area_a = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1])
    area_b = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = area_a[:, None] + area_b[None, :] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)

"""The boxes of the caller are changed.

`b[:, 2:] -= b[:, :2]` turns the caller's own boxes into xywh. The result is right, and every later use of these boxes is
wrong. Compute into new arrays.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def box_iou(a, b):
    lo = np.maximum(a[:, None, :2], b[None, :, :2])
    hi = np.minimum(a[:, None, 2:], b[None, :, 2:])
    wh = np.clip(hi - lo, 0, None)
    inter = wh[..., 0] * wh[..., 1]
    a[:, 2:] -= a[:, :2]
    b[:, 2:] -= b[:, :2]
    union = (a[:, 2] * a[:, 3])[:, None] + b[:, 2] * b[:, 3] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)

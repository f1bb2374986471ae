"""One end of a side is subtracted from itself.

`ymax - ymax` is a typo for `ymax - ymin`: the height is 0, the area is too, and the union is too small. Take both
ends by slices (`b[:, 2:] - b[:, :2]`) and there is nothing to mistype.

Caught by: test_hand_cases[identical]
Page: common-mistakes
"""

import numpy as np


def box_iou(a, b):
    lo = np.maximum(a[:, None, :2], b[None, :, :2])
    hi = np.minimum(a[:, None, 2:], b[None, :, 2:])
    wh = np.clip(hi - lo, 0, None)
    inter = wh[..., 0] * wh[..., 1]
    area_a = (a[:, 2] - a[:, 0]) * (a[:, 3] - a[:, 1])
    area_b = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 3])
    union = area_a[:, None] + area_b[None, :] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)

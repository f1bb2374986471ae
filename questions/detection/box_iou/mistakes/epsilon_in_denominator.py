"""An epsilon in the denominator bends small boxes.

With `+ 1e-7` a box of side 0.001 (in normalized coordinates nothing unusual) has an IoU of 0.91 with itself. It hides
0/0 instead of deciding it: use `where=union > 0`.

Caught by: test_tiny_box_with_itself
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
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
    union = area_a[:, None] + area_b[None, :] - inter
    return inter / (union + 1e-7)

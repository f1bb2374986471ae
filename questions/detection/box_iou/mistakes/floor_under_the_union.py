"""A floor under the union makes small boxes disjoint.

`np.maximum(union, 1e-8)` avoids 0/0, and every box with an area below 1e-8 loses its overlap with it: one with sides of 3e-5 has an
IoU of 0.09 with itself. Decide 0/0 with `where=union > 0` and leave every other value alone.

Caught by: test_tiny_box_with_itself
Also with: 1e-6, 1e-7, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-8
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
    return inter / np.maximum(union, 1e-8)

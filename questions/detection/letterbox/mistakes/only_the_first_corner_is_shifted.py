"""Boxes are taken for x, y, w, h.

A width is scaled but not shifted. In `xyxy` all four numbers are positions: both corners get the padding.

Caught by: test_hand_cases[a wide image: bars above and below]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    moved = boxes * scale + np.array([left, top, 0, 0], dtype=boxes.dtype)
    return moved, scale, (left, top)

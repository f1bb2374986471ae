"""The padding is added before the scale is applied.

The padding is measured in pixels of the *input*. Added first it is scaled too, and every box is off by
padding * (1 - scale). Forward: multiply, then add. Back: subtract, then divide.

Caught by: test_hand_cases[a wide image: bars above and below]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    moved = (boxes + np.array([left, top, left, top], dtype=boxes.dtype)) * scale
    return moved, scale, (left, top)

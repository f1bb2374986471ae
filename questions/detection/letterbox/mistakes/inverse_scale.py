"""The scale is that of the way back.

Image over input instead of input over image: `max(shape / size)`. Boxes of large images leave the input, and the padding is
negative.

Caught by: test_hand_cases[a wide image: bars above and below]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = max(shape[0] / size[0], shape[1] / size[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return moved, scale, (left, top)

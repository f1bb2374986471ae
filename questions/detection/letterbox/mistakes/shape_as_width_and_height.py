"""Shape and size are read as (width, height).

OpenCV's functions take sizes as (width, height), the shape of an array is (height, width). The scale is the same
either way; the bars end up on the wrong sides.

Caught by: test_hand_cases[a wide image: bars above and below]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    left, top = (size[0] - height) // 2, (size[1] - width) // 2
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return moved, scale, (left, top)

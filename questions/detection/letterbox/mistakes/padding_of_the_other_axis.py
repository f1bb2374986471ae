"""x gets the padding of y.

A box is x1, y1, x2, y2, so `left` belongs to the first and third number. With bars on two sides only, one of the
two is 0, and everything lies outside of the picture.

Caught by: test_hand_cases[a wide image: bars above and below]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    moved = boxes * scale + np.array([top, left, top, left], dtype=boxes.dtype)
    return moved, scale, (left, top)

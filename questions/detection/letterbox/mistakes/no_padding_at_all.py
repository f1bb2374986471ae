"""The image is put into the upper left corner.

Some code does so, and the boxes are then only scaled. Here the bars are even on both sides.

Caught by: test_hand_cases[a wide image: bars above and below]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = 0, 0
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return moved, scale, (left, top)

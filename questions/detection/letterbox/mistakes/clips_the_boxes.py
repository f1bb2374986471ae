"""Boxes are clipped to the input.

Clipping belongs to the way back, or to augmentation. Here a box that reaches beyond the image must come out as
it went in, scaled and shifted.

Caught by: test_hand_cases[beyond the image: not clipped]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return np.clip(moved, 0, max(size)), scale, (left, top)

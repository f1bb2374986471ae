"""Small images are not enlarged.

`min(..., 1)` is YOLOv5's choice for validation (`scaleup=False`), to score small images without blur. Here the image is always
fitted to the input.

Caught by: test_hand_cases[a small image is enlarged]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1], 1.0)
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return moved, scale, (left, top)

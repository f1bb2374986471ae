"""The odd pixel goes to the left and the top.

Rounding the half up is as good a convention as rounding it down, but both sides must agree on one. Here it is
`(size - content) // 2`, as in YOLOv5: the extra pixel is at the right and the bottom.

Caught by: test_padding[one row is left: none above]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height + 1) // 2, (size[1] - width + 1) // 2
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return moved, scale, (left, top)

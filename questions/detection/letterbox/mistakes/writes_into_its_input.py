"""The caller's boxes are changed.

`boxes *= scale` and `boxes += ...` work in place. The next use of the same labels (the next epoch) scales them again.

Caught by: test_several_boxes
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    boxes *= scale
    boxes += np.array([left, top, left, top], dtype=boxes.dtype)
    moved = boxes
    return moved, scale, (left, top)

"""The size of the content is cut off instead of rounded.

`int(427 * 0.65)` is 277, rounded it is 278, and that is how large the image is resized. Then the padding is off by a pixel
for many images.

Caught by: test_padding[content of 2.75 rows is rounded to 3]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = int(shape[0] * scale), int(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return moved, scale, (left, top)

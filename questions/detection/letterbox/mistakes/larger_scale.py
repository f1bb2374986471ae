"""The larger of the two scales is taken.

`max` fills the input and cuts off what does not fit (a center crop); the padding becomes negative. A letterbox shows the
whole image, so the tighter side decides.

Caught by: test_hand_cases[a wide image: bars above and below]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = max(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return moved, scale, (left, top)

"""The whole remainder is on the left and the top.

Half of the bar belongs to each side. (A letterbox in the upper left corner has padding 0, not all of it; both exist, YOLOv5 and Darknet
center.)

Caught by: test_hand_cases[a wide image: bars above and below]
Page: common-mistakes
"""

import numpy as np


def letterbox(boxes, shape, size):
    scale = min(size[0] / shape[0], size[1] / shape[1])
    height, width = round(shape[0] * scale), round(shape[1] * scale)
    top, left = size[0] - height, size[1] - width
    moved = boxes * scale + np.array([left, top, left, top], dtype=boxes.dtype)
    return moved, scale, (left, top)

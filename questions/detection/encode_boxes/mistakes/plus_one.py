"""Sides are one pixel too long.

`x2 - x1 + 1` counts inclusive pixel indices, as the first R-CNN code did. In continuous coordinates it bends small boxes most.

Caught by: test_hand_cases[twice as wide, same center]
Page: common-mistakes
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2] + 1
    anchor_size = anchors[:, 2:] - anchors[:, :2] + 1
    offset = boxes[:, :2] + size / 2 - anchors[:, :2] - anchor_size / 2
    return np.hstack([offset / anchor_size, np.log(size / anchor_size)])

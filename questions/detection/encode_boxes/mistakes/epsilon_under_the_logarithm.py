"""A small number is added before the logarithm.

`log(ratio + 1e-3)` is meant to guard against log 0, but boxes with area need no guard, and the anchor itself no longer encodes to 0.

Caught by: test_hand_cases[the anchor itself]
Also with: 1e-5, 1e-6, 1e-7, 1e-8, 1e-9 for 1e-3
Page: why-a-logarithm
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([(center - anchor_center) / anchor_size, np.log(size / anchor_size + 1e-3)])

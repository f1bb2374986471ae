"""The offset is that of the upper left corners.

R-CNN moves the *center* of the anchor and then changes its size around it. A box that only grows has tx = ty = 0; with corners it has not.

Caught by: test_hand_cases[twice as wide, same center]
Page: offsets
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    return np.hstack([(boxes[:, :2] - anchors[:, :2]) / anchor_size, np.log(size / anchor_size)])

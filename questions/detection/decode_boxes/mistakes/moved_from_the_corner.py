"""The offset is added to the upper left corner.

It moves the center. Started from the corner, all boxes are half an anchor too far up and left.

Caught by: test_hand_cases[nothing to change]
Page: offsets
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    center = anchors[:, :2] + deltas[:, :2] * anchor_size
    size = np.exp(np.minimum(deltas[:, 2:], np.log(1000 / 16))) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

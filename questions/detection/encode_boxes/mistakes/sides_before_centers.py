"""The sizes come first.

The order is tx, ty, tw, th. A network that learns another order is fine in itself, and useless beside any decoder but its own.

Caught by: test_hand_cases[5 to the right: a quarter of the width]
Page: common-mistakes
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([np.log(size / anchor_size), (center - anchor_center) / anchor_size])

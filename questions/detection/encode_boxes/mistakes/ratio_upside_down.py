"""The logarithm is that of anchor over box.

tw is the logarithm of the factor by which the *anchor* has to grow. Upside down, all large objects are decoded small.

Caught by: test_hand_cases[twice as wide, same center]
Page: common-mistakes
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([(center - anchor_center) / anchor_size, np.log(anchor_size / size)])

"""The logarithm has base 2.

Decoding uses exp, whose inverse is the natural logarithm. With base 2 a box that is twice as wide comes back e times as wide.

Caught by: test_hand_cases[twice as wide, same center]
Page: why-a-logarithm
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([(center - anchor_center) / anchor_size, np.log2(size / anchor_size)])

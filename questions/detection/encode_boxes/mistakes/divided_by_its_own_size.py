"""The offset is divided by the side of the box instead of the anchor's.

At inference only the anchor is known, so only its side can be multiplied back. The two agree as long as box and anchor have the same size.

Caught by: test_the_anchor_is_the_measure
Page: offsets
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([(center - anchor_center) / size, np.log(size / anchor_size)])

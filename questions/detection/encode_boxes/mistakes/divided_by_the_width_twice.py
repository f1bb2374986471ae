"""Both offsets are divided by the width.

y goes with the height. On square anchors nobody notices.

Caught by: test_hand_cases[10 down: a quarter of the height]
Page: common-mistakes
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([(center - anchor_center) / anchor_size[:, :1], np.log(size / anchor_size)])

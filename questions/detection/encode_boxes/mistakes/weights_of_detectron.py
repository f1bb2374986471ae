"""The offsets are multiplied by 10 and 5.

Many frameworks scale the targets of their second stage by the weights (10, 10, 5, 5), so that they have about unit variance. The weights are a choice of that framework and not part of the code; here there are none.

Caught by: test_hand_cases[5 to the right: a quarter of the width]
Page: weights
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([10 * (center - anchor_center) / anchor_size, 5 * np.log(size / anchor_size)])

"""The offset points from the box to the anchor.

The network predicts how the anchor has to move: box minus anchor. The sign shows as soon as the boxes that are decoded run away from their objects.

Caught by: test_hand_cases[5 to the right: a quarter of the width]
Page: common-mistakes
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([(anchor_center - center) / anchor_size, np.log(size / anchor_size)])

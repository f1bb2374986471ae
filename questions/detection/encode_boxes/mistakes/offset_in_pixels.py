"""The offset stays in pixels.

Without the division by the anchor's side the target of a large anchor is tens of times larger than that of a small one, and one loss weight fits none of them.

Caught by: test_hand_cases[5 to the right: a quarter of the width]
Page: offsets
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([center - anchor_center, np.log(size / anchor_size)])

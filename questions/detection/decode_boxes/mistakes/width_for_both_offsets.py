"""Both offsets are multiplied by the width.

ty counts heights. On square anchors nobody notices.

Caught by: test_hand_cases[a quarter of the height down]
Page: common-mistakes
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2] * anchor_size[:, :1]
    size = np.exp(np.minimum(deltas[:, 2:], np.log(1000 / 16))) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

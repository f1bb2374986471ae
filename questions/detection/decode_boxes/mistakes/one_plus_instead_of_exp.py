"""The side is multiplied by 1 + tw.

For small tw that is nearly exp(tw), so a well-trained network hardly shows it; at tw = -1 the box has no width, below it is turned inside out.

Caught by: test_hand_cases[twice as wide around its center]
Page: why-a-logarithm
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2] * anchor_size
    size = (1 + np.minimum(deltas[:, 2:], np.log(1000 / 16))) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

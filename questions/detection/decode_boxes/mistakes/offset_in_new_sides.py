"""The offset is measured in the new sides.

tx was divided by the side of the *anchor*, so it is multiplied by that, and not by the side after exp.

Caught by: test_hand_cases[moved and widened: the left edge stays]
Page: offsets
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    size = np.exp(np.minimum(deltas[:, 2:], np.log(1000 / 16))) * anchor_size
    center = anchor_center + deltas[:, :2] * size
    return np.hstack([center - size / 2, center + size / 2])

"""The offset is taken for pixels.

tx counts widths of the anchor. Without the factor every box stays where its anchor is, give or take a pixel.

Caught by: test_hand_cases[a quarter of the width to the right]
Page: offsets
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2]
    size = np.exp(np.minimum(deltas[:, 2:], np.log(1000 / 16))) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

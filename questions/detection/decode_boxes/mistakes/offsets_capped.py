"""The offsets are capped, too.

The cap is there for the exponential. An offset cannot overflow, and an object may be several sides of a small anchor away.

Caught by: test_cap[float64-offsets are not capped]
Page: the-cap
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    deltas = np.minimum(deltas, np.log(1000 / 16))
    center = anchor_center + deltas[:, :2] * anchor_size
    size = np.exp(deltas[:, 2:]) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

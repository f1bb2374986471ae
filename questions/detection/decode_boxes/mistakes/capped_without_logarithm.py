"""The cap is 1000/16 itself.

62.5 is the largest *factor*. tw is its logarithm, so it is to be capped at log 62.5 = 4.135; exp(62.5) is far beyond any image.

Caught by: test_cap[float64-a wide one is 1,000 / 16 times as wide]
Page: the-cap
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2] * anchor_size
    size = np.exp(np.minimum(deltas[:, 2:], 1000 / 16)) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

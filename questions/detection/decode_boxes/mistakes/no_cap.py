"""Nothing caps the sides.

An untrained network may predict any number; exp(100) is 2.7e43, which float32 cannot hold. One infinite box turns IoUs, and with them the loss, into NaN.

Caught by: test_cap[float64-a wide one is 1,000 / 16 times as wide]
Page: the-cap
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2] * anchor_size
    with np.errstate(over="ignore"):
        size = np.exp(deltas[:, 2:]) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

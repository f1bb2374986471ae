"""The anchor's sides are one pixel too long, and nothing caps those of the box.

Old code for R-CNN does both. `x2 - x1 + 1` belongs to inclusive pixel indices, not to continuous coordinates; and without a cap of
log(1000/16) an untrained network predicts sides that overflow.

Caught by: test_hand_cases[nothing to change], test_cap[float64-a wide one is 1,000 / 16 times as wide]
Page: common-mistakes
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2] + 1
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2] * anchor_size
    with np.errstate(over="ignore"):
        size = np.exp(deltas[:, 2:]) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

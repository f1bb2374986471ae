"""The cap is written into the caller's offsets.

`np.minimum(..., out=deltas[:, 2:])` saves an array and changes the predictions that the loss still needs. `np.minimum` without `out` makes a new one.

Caught by: test_cap[float64-a wide one is 1,000 / 16 times as wide]
Page: common-mistakes
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2] * anchor_size
    np.minimum(deltas[:, 2:], np.log(1000 / 16), out=deltas[:, 2:])
    size = np.exp(deltas[:, 2:]) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

"""Small sides are capped as well.

`clip(-cap, cap)` keeps tiny objects from being found with a large anchor. Only what can overflow needs a bound.

Caught by: test_cap[float64-no lower bound]
Page: the-cap
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2] * anchor_size
    size = np.exp(np.clip(deltas[:, 2:], -np.log(1000 / 16), np.log(1000 / 16))) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

"""The anchor's sides are one pixel too long.

`x2 - x1 + 1` counts inclusive pixel indices, as the first R-CNN code did. In continuous coordinates an anchor from 10 to 30 is 20
wide; with one pixel more, its center and every side of the box are off.

Caught by: test_hand_cases[nothing to change]
Page: common-mistakes
"""

import numpy as np


def decode_boxes(deltas, anchors):
    anchor_size = anchors[:, 2:] - anchors[:, :2] + 1
    anchor_center = anchors[:, :2] + anchor_size / 2
    center = anchor_center + deltas[:, :2] * anchor_size
    size = np.exp(np.minimum(deltas[:, 2:], np.log(1000 / 16))) * anchor_size
    return np.hstack([center - size / 2, center + size / 2])

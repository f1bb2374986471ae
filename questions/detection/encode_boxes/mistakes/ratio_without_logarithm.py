"""The sides are given as a plain ratio.

Without the logarithm a network would have to keep its prediction positive, twice as wide (2) would be farther from 1 than half as wide (0.5), and the untrained output 0 would mean a box without width.

Caught by: test_hand_cases[the anchor itself]
Page: why-a-logarithm
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, :2] + boxes[:, 2:]) / 2
    anchor_size = anchors[:, 2:] - anchors[:, :2]
    anchor_center = (anchors[:, :2] + anchors[:, 2:]) / 2
    return np.hstack([(center - anchor_center) / anchor_size, size / anchor_size])

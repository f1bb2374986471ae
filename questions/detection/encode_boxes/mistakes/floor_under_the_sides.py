"""The sides are at least 0.001.

A floor guards against log 0, and in pixels nobody notices. In normalized coordinates a box can be smaller than that, and
its size is lost. Boxes without area do not belong here at all.

Caught by: test_boxes_of_a_millionth
Also with: 1e-2, 1e-1 for 1e-3
Page: offsets
"""

import numpy as np


def encode_boxes(boxes, anchors):
    size, anchor = boxes[:, 2:] - boxes[:, :2], anchors[:, 2:] - anchors[:, :2]
    centers = boxes[:, :2] + size / 2, anchors[:, :2] + anchor / 2
    size, anchor = np.maximum(size, 1e-3), np.maximum(anchor, 1e-3)
    return np.concatenate([(centers[0] - centers[1]) / anchor, np.log(size / anchor)], axis=1)

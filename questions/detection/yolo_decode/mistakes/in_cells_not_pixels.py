"""The center is given in cells.

The stride is missing: boxes of pixel size at positions between 0 and 13. All objects crowd in the upper left corner.

Caught by: test_hand_cases[zeros: the anchor in the middle of each cell]
Page: common-mistakes
"""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def yolo_decode(raw, anchors, stride):
    n, channels, height, width = raw.shape
    a = len(anchors)
    cells = raw.reshape(n, a, channels // a, height, width).transpose(0, 1, 3, 4, 2)
    rows, columns = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    out = sigmoid(cells)
    out[..., 0] = (out[..., 0] + columns)
    out[..., 1] = (out[..., 1] + rows)
    out[..., 2:4] = np.exp(cells[..., 2:4]) * anchors[:, None, None, :]
    return out.reshape(n, a * height * width, channels // a)

"""The size is the anchor times a sigmoid.

Then no box can be larger than its anchor, and a raw 0 gives half of it. v3 uses exp, v5 the square of twice a sigmoid.

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
    out[..., 0] = (out[..., 0] + columns) * stride
    out[..., 1] = (out[..., 1] + rows) * stride
    out[..., 2:4] = sigmoid(cells[..., 2:4]) * anchors[:, None, None, :]
    return out.reshape(n, a * height * width, channels // a)

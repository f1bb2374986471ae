"""The order of the boxes is row, column, anchor.

Darknet's own code walks so, and many rewrites do. Here the anchor is the slowest of the three, as in Ultralytics' code.

Caught by: test_hand_cases[two anchors: the anchor is slowest]
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
    out[..., 2:4] = np.exp(cells[..., 2:4]) * anchors[:, None, None, :]
    return out.transpose(0, 2, 3, 1, 4).reshape(n, a * height * width, channels // a)

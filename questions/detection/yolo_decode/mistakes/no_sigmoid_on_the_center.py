"""The center is the raw number plus the cell.

Without the sigmoid a prediction may lie anywhere, far from its cell, which is what YOLOv2 abolished. A raw 0 is the
middle of the cell, not its corner.

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
    out[..., 0] = (cells[..., 0] + columns) * stride
    out[..., 1] = (cells[..., 1] + rows) * stride
    out[..., 2:4] = np.exp(cells[..., 2:4]) * anchors[:, None, None, :]
    return out.reshape(n, a * height * width, channels // a)

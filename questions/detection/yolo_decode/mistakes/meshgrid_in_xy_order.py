"""`meshgrid` is used in its default order.

Without `indexing="ij"` its first result runs along the columns. Called with (height, width), both grids are transposed: wrong for squares, an
error for other shapes.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def yolo_decode(raw, anchors, stride):
    n, channels, height, width = raw.shape
    a = len(anchors)
    cells = raw.reshape(n, a, channels // a, height, width).transpose(0, 1, 3, 4, 2)
    rows, columns = np.meshgrid(np.arange(height), np.arange(width))
    out = sigmoid(cells)
    out[..., 0] = (out[..., 0] + columns) * stride
    out[..., 1] = (out[..., 1] + rows) * stride
    out[..., 2:4] = np.exp(cells[..., 2:4]) * anchors[:, None, None, :]
    return out.reshape(n, a * height * width, channels // a)

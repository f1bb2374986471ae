"""These are YOLOv5's formulas.

`2 * sigmoid - 0.5` and `(2 * sigmoid) ** 2` agree with v3 at 0 and nowhere else. A network trained with one of them must be
decoded with the same.

Caught by: test_hand_cases[one number in one cell]
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
    out[..., 0] = (2 * out[..., 0] - 0.5 + columns) * stride
    out[..., 1] = (2 * out[..., 1] - 0.5 + rows) * stride
    out[..., 2:4] = (2 * sigmoid(cells[..., 2:4])) ** 2 * anchors[:, None, None, :]
    return out.reshape(n, a * height * width, channels // a)

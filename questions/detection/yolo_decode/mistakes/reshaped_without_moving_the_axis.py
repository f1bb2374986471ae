"""The channels are reshaped to the end without being moved there.

`reshape` never moves a number, it only counts anew. (N, A * (5 + K), H, W) has the map's cells innermost, so numbers of
different cells and channels end up in one box. Split the channels first, then `transpose`.

Caught by: test_hand_cases[one number in one cell]
Page: common-mistakes
"""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def yolo_decode(raw, anchors, stride):
    n, channels, height, width = raw.shape
    a = len(anchors)
    cells = raw.reshape(n, a, height, width, channels // a)
    rows, columns = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    out = sigmoid(cells)
    out[..., 0] = (out[..., 0] + columns) * stride
    out[..., 1] = (out[..., 1] + rows) * stride
    out[..., 2:4] = np.exp(cells[..., 2:4]) * anchors[:, None, None, :]
    return out.reshape(n, a * height * width, channels // a)

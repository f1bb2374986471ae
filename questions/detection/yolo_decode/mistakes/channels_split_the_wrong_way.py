"""The channels are split into (5 + K, A) instead of (A, 5 + K).

All numbers of the first anchor come first, then those of the second. Split the other way, the second anchor's x is read where
the first anchor's y stands. With one anchor nobody notices.

Caught by: test_hand_cases[the second anchor]
Page: common-mistakes
"""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def yolo_decode(raw, anchors, stride):
    n, channels, height, width = raw.shape
    a = len(anchors)
    cells = raw.reshape(n, channels // a, a, height, width).transpose(0, 2, 3, 4, 1)
    rows, columns = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    out = sigmoid(cells)
    out[..., 0] = (out[..., 0] + columns) * stride
    out[..., 1] = (out[..., 1] + rows) * stride
    out[..., 2:4] = np.exp(cells[..., 2:4]) * anchors[:, None, None, :]
    return out.reshape(n, a * height * width, channels // a)

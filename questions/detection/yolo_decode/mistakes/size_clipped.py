"""The exponents of the size are clipped to -10 ... 10.

A clip against overflow, as in decoders of two-stage detectors. The formula has none: an exponent of 12 means 163,000 anchors.

Caught by: test_large_numbers[-12 and 12]
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
    out[..., 2:4] = np.exp(np.clip(cells[..., 2:4], -10, 10)) * anchors[:, None, None, :]
    return out.reshape(n, a * height * width, channels // a)

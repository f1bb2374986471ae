"""Class scores are multiplied by the objectness already.

That is the next step, before NMS. Here both come out as they are, so that the product is not taken twice.

Caught by: test_classes_are_independent
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
    out[..., 5:] = out[..., 5:] * out[..., 4:5]
    return out.reshape(n, a * height * width, channels // a)

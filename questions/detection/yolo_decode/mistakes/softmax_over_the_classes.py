"""Classes are a softmax.

v2 did so. In v3 each class has a sigmoid of its own, because labels may overlap: a woman is a person too.

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
    exps = np.exp(cells[..., 5:])
    out[..., 5:] = exps / exps.sum(axis=-1, keepdims=True)
    return out.reshape(n, a * height * width, channels // a)

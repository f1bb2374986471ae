"""The input is scaled in place.

`x *= gates` changes the feature map of the caller. In a residual block a shortcut may read the same array, and backward needs the old
values.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=(2, 3))
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = sigmoid(hidden @ w2.T + b2)
    x *= gates[:, :, None, None]
    return x

"""The gates are broadcast along the wrong axis.

Without two axes of length 1 behind them, (N, 1, 1, C) gates meet the columns of the image. That fails in most cases, and where the width equals the
channels it is wrong in silence. The gate of a channel belongs to axis 1.

Caught by: test_random[as many channels as rows and columns-float64]
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
    return x * gates[:, None, None, :]

"""Only the last axis is averaged, then the rows are cut off.

The squeeze takes the mean over both H and W. `x.mean(-1)[..., 0]` is the mean of the first row.

Caught by: test_hand_cases[the mean of six pixels is 1]
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=-1)[..., 0]
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = sigmoid(hidden @ w2.T + b2)
    return x * gates[:, :, None, None]

"""The squeeze takes the maximum.

CBAM uses the maximum beside the mean. SE's squeeze is global *average* pooling: every pixel counts alike.

Caught by: test_hand_cases[the mean of 2 and -2 is 0]
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def se_block(x, w1, b1, w2, b2):
    squeezed = x.max(axis=(2, 3), initial=-np.inf)
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = sigmoid(hidden @ w2.T + b2)
    return x * gates[:, :, None, None]

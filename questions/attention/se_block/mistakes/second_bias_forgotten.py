"""The second bias is forgotten.

The gates of an image whose hidden units are all silent are then 1/2 for every channel, whatever was learned.

Caught by: test_hand_cases[the second bias alone: 3/4 and 1/4]
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=(2, 3))
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = sigmoid(hidden @ w2.T)
    return x * gates[:, :, None, None]

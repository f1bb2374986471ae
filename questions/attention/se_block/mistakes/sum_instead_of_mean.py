"""The squeeze sums the pixels instead of averaging them.

The gates then depend on the size of the image: trained on crops, they saturate on larger test images.

Caught by: test_hand_cases[the mean of six pixels is 1]
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def se_block(x, w1, b1, w2, b2):
    squeezed = x.sum(axis=(2, 3))
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = sigmoid(hidden @ w2.T + b2)
    return x * gates[:, :, None, None]

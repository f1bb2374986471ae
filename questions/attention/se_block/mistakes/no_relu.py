"""The ReLU between the layers is missing.

Two linear layers in a row are one of rank C/r. The gates then see nothing but weighted sums of the means.

Caught by: test_hand_cases[the ReLU: -8 goes nowhere]
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=(2, 3))
    hidden = squeezed @ w1.T + b1
    gates = sigmoid(hidden @ w2.T + b2)
    return x * gates[:, :, None, None]

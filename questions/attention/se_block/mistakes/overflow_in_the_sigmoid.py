"""The sigmoid overflows.

`exp(z) / (1 + exp(z))` is right for small z. In float32 the exponential is infinite from 89 on, and infinity over infinity is NaN. Take the exponential of
what is not positive.

Caught by: test_saturated[float32]
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(z) / (1 + np.exp(z))


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=(2, 3))
    hidden = np.maximum(squeezed @ w1.T + b1, 0)
    gates = sigmoid(hidden @ w2.T + b2)
    return x * gates[:, :, None, None]

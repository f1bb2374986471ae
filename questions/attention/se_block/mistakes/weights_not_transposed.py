"""The weights are taken for (inputs, outputs).

PyTorch's linear layers store (outputs, inputs) and multiply by the transpose. With C/r = C both fit, and the result is wrong in silence.

Caught by: test_random[r is 1-float64]
Page: common-mistakes
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def se_block(x, w1, b1, w2, b2):
    squeezed = x.mean(axis=(2, 3))
    hidden = np.maximum(squeezed @ w1 + b1, 0)
    gates = sigmoid(hidden @ w2 + b2)
    return x * gates[:, :, None, None]

"""Epsilon is forgotten.

A group that is constant, such as a dead one after a ReLU, has the variance 0, and 0/0 is NaN.

Caught by: test_hand_cases[constant: beta]
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = ((grouped - mean) ** 2).mean(axis=(2, 3, 4), keepdims=True)
    x_hat = ((grouped - mean) / np.sqrt(var)).reshape(n, c, h, w)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

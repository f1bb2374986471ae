"""Epsilon is added to the deviation.

It stands inside the root, beside the variance.

Caught by: test_hand_cases[eps is added to the variance, inside the root]
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = ((grouped - mean) ** 2).mean(axis=(2, 3, 4), keepdims=True)
    x_hat = ((grouped - mean) / (np.sqrt(var) + eps)).reshape(n, c, h, w)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

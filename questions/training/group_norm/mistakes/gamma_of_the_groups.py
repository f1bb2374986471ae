"""gamma is taken for each group.

Statistics belong to groups, gamma and beta to channels: (C,). Here the first of each group scales all of it.

Caught by: test_hand_cases[gamma of each channel]
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = ((grouped - mean) ** 2).mean(axis=(2, 3, 4), keepdims=True)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(n, c, h, w)
    gamma = np.repeat(gamma[:: c // groups], c // groups)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

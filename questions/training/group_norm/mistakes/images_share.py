"""The images of the batch share the statistics.

Without the batch axis it is group norm, with it a kind of batch norm: an image must not see the others.

Caught by: test_over_positions_and_channels
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    mean = grouped.mean(axis=(0, 2, 3, 4), keepdims=True)
    var = ((grouped - mean) ** 2).mean(axis=(0, 2, 3, 4), keepdims=True)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(n, c, h, w)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

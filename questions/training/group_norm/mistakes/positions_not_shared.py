"""Each position is normalized by itself.

Mean and variance are taken over the channels of the group only. They belong to the whole group: channels,
height and width.

Caught by: test_over_positions_and_channels
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    mean = grouped.mean(axis=2, keepdims=True)
    var = ((grouped - mean) ** 2).mean(axis=2, keepdims=True)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(n, c, h, w)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

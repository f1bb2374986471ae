"""A group takes every G-th channel.

The axes of the reshape are in the wrong order. Channels of a group are neighbors, so the group is the slower
axis: (N, G, C / G, H, W).

Caught by: test_hand_cases[groups are neighbors]
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, c // groups, groups, h, w)
    mean = grouped.mean(axis=(1, 3, 4), keepdims=True)
    var = ((grouped - mean) ** 2).mean(axis=(1, 3, 4), keepdims=True)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(n, c, h, w)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

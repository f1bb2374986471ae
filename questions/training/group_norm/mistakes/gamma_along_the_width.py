"""gamma and beta meet x as they are.

A (C,) row is laid along the last axis, the width. It needs the shape (C, 1, 1).

Caught by: test_sizes_that_agree[shape0-2]
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = ((grouped - mean) ** 2).mean(axis=(2, 3, 4), keepdims=True)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(n, c, h, w)
    return gamma * x_hat + beta

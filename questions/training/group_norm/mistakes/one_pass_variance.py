"""The variance is the mean of the squares minus the square of the mean.

In float32 near 10,000 both terms are 1e8, where neighboring numbers are 8 apart, and the difference is noise.
Subtract the mean first, then square.

Caught by: test_far_from_zero[10,000]
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = np.abs((grouped**2).mean(axis=(2, 3, 4), keepdims=True) - mean**2)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(n, c, h, w)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

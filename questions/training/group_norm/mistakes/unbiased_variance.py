"""The unbiased variance is used.

`torch.var` and `ddof=1` divide by one less. All normalization layers divide by the biased deviation.

Caught by: test_hand_cases[biased variance 2]
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = ((grouped - mean) ** 2).sum(axis=(2, 3, 4), keepdims=True) / max(c // groups * h * w - 1, 1)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(n, c, h, w)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

"""The forward pass is taken to use the unbiased variance.

The batch is divided by the biased deviation, so x_hat and s need it, too. Only the running variance, which has
no gradient, is unbiased.

Caught by: test_hand_cases[gamma and eps]
Page: common-mistakes
"""

import numpy as np


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else (0,)
    row = (1, -1, 1, 1) if x.ndim == 4 else (1, -1)
    if len(x) == 0:
        return np.zeros_like(x), np.zeros_like(gamma), np.zeros_like(gamma)
    n = x.size // x.shape[1]
    centered = x - x.mean(axis=axes, keepdims=True)
    scale = 1 / np.sqrt((centered**2).sum(axis=axes, keepdims=True) / (n - 1) + eps)
    x_hat = centered * scale
    dbeta = dy.sum(axis=axes)
    dgamma = (dy * x_hat).sum(axis=axes)
    dx = gamma.reshape(row) * scale * (dy - dbeta.reshape(row) / n - x_hat * dgamma.reshape(row) / n)
    return dx, dgamma, dbeta

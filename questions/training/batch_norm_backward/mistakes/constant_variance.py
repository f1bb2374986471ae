"""The way through the variance is missing.

The mean of dy is taken out, as the mean of x demands, but not its component along x_hat. A dy that only
stretches x should give 0.

Caught by: test_hand_cases[dy along x: a stretch]
Page: common-mistakes
"""

import numpy as np


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else (0,)
    row = (1, -1, 1, 1) if x.ndim == 4 else (1, -1)
    if len(x) == 0:
        return np.zeros_like(x), np.zeros_like(gamma), np.zeros_like(gamma)
    centered = x - x.mean(axis=axes, keepdims=True)
    scale = 1 / np.sqrt((centered**2).mean(axis=axes, keepdims=True) + eps)
    x_hat = centered * scale
    dbeta = dy.sum(axis=axes)
    dgamma = (dy * x_hat).sum(axis=axes)
    dx = gamma.reshape(row) * scale * (dy - dy.mean(axis=axes, keepdims=True))
    return dx, dgamma, dbeta

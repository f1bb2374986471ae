"""The sums are divided by the batch size.

For images each channel has N * H * W values, and the means of dy and of dy x_hat are taken over all of them.
Rows of two axes are right.

Caught by: test_images
Page: common-mistakes
"""

import numpy as np


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else (0,)
    row = (1, -1, 1, 1) if x.ndim == 4 else (1, -1)
    if len(x) == 0:
        return np.zeros_like(x), np.zeros_like(gamma), np.zeros_like(gamma)
    n = len(x)
    centered = x - x.mean(axis=axes, keepdims=True)
    scale = 1 / np.sqrt((centered**2).mean(axis=axes, keepdims=True) + eps)
    x_hat = centered * scale
    dbeta = dy.sum(axis=axes)
    dgamma = (dy * x_hat).sum(axis=axes)
    dx = gamma.reshape(row) * scale * (dy - dbeta.reshape(row) / n - x_hat * dgamma.reshape(row) / n)
    return dx, dgamma, dbeta

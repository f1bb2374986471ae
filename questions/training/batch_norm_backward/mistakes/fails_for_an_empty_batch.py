"""An empty batch divides by zero.

`1 / n` with n = 0 raises an error, although nothing has to be divided: dx is empty, and the sums over no values are 0. Take means
of the arrays, or return early.

Caught by: test_empty_batch[rows], test_empty_batch[images]
Page: common-mistakes
"""

import numpy as np


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else (0,)
    row = (1, -1, 1, 1) if x.ndim == 4 else (1, -1)
    share = 1 / (x.size // x.shape[1])
    centered = x - x.mean(axis=axes, keepdims=True)
    scale = 1 / np.sqrt((centered**2).mean(axis=axes, keepdims=True) + eps)
    x_hat = centered * scale
    dbeta = dy.sum(axis=axes)
    dgamma = (dy * x_hat).sum(axis=axes)
    dx = gamma.reshape(row) * scale * (dy - share * (dbeta.reshape(row) + x_hat * dgamma.reshape(row)))
    return dx, dgamma, dbeta

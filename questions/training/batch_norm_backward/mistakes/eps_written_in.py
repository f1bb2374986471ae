"""The argument `eps` is ignored.

1e-5 is written into the formula. The backward pass then belongs to another forward pass than the one that was run.

Caught by: test_hand_cases[two values: what eps leaves]
Also with: 1e-3, 1e-6, 1e-8, 1e-12 for 1e-5
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
    scale = 1 / np.sqrt((centered**2).mean(axis=axes, keepdims=True) + 1e-5)
    x_hat = centered * scale
    dbeta = dy.sum(axis=axes)
    dgamma = (dy * x_hat).sum(axis=axes)
    dx = gamma.reshape(row) * scale * (dy - dbeta.reshape(row) / n - x_hat * dgamma.reshape(row) / n)
    return dx, dgamma, dbeta

"""The variance is the mean of the squares minus the square of the mean.

Right on paper. In float32 near 10,000 both terms are 1e8, where neighboring numbers are 8 apart, and the
difference is noise, often negative. Subtract the mean first, then square.

Caught by: test_far_from_zero[10,000-images]
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else 0
    shape = (-1, 1, 1) if x.ndim == 4 else (-1,)
    if training:
        n = x.size // x.shape[1]
        mean, var = x.mean(axis=axes), (x**2).mean(axis=axes) - x.mean(axis=axes) ** 2
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * n / (n - 1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + eps)
    return gamma.reshape(shape) * x_hat + beta.reshape(shape), running_mean, running_var

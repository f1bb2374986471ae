"""The variance is taken in one pass, around the running mean.

Subtracting the running mean first makes the one-pass formula harmless, once that mean has settled. In a new layer it
is 0, and the mean of the squares minus the square of the mean loses all its digits again. Subtract the batch's mean.

Caught by: test_a_new_layer_far_from_zero[rows]
Page: reference-implementation
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = (0,) if x.ndim == 2 else (0, 2, 3)
    row = (-1,) + (1,) * (x.ndim - 2)
    mean, var = running_mean, running_var
    if training:
        shifted = x - running_mean.reshape(row)
        n = x.size / x.shape[1]
        var = np.abs((shifted**2).mean(axis=axes) - shifted.mean(axis=axes) ** 2)
        mean = shifted.mean(axis=axes) + running_mean
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * n / (n - 1)
    y = (x - mean.reshape(row)) / np.sqrt(var.reshape(row) + eps) * gamma.reshape(row) + beta.reshape(row)
    return y, running_mean, running_var

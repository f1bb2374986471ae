"""The correction counts images, not values.

The unbiased variance is corrected by n / (n - 1), where n is the number of values of a channel, N * H * W. With
N alone the factor is 2 for two images, however many pixels they have.

Caught by: test_images
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else 0
    shape = (-1, 1, 1) if x.ndim == 4 else (-1,)
    if training:
        n = max(len(x), 2)
        mean, var = x.mean(axis=axes), x.var(axis=axes)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * n / (n - 1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + eps)
    return gamma.reshape(shape) * x_hat + beta.reshape(shape), running_mean, running_var

"""The mean of an image is taken over the batch only.

Every pixel then has its own mean, and the running values are no longer (C,). A convolution treats all positions
alike, and so does batch norm: over N, H and W.

Caught by: test_images
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = 0
    shape = x.shape[1:] if training else ((-1, 1, 1) if x.ndim == 4 else (-1,))
    form = (-1, 1, 1) if x.ndim == 4 else (-1,)
    if training:
        n = x.size // x.shape[1]
        mean, var = x.mean(axis=axes), x.var(axis=axes)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * n / (n - 1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + eps)
    return gamma.reshape(form) * x_hat + beta.reshape(form), running_mean, running_var

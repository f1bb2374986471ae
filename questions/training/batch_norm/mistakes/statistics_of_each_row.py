"""Each row is normalized over its channels.

This is layer norm: one mean for each sample. Batch norm has one for each channel, over the samples.

Caught by: test_channels_do_not_mix
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    shape = (-1, 1, 1) if x.ndim == 4 else (-1,)
    if training:
        axes = tuple(range(1, x.ndim))
        n = x.size // x.shape[1]
        mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
        running_mean = (1 - momentum) * running_mean + momentum * mean.mean()
        running_var = (1 - momentum) * running_var + momentum * var.mean() * n / (n - 1)
    else:
        mean, var = running_mean.reshape(shape), running_var.reshape(shape)
    x_hat = (x - mean) / np.sqrt(var + eps)
    return gamma.reshape(shape) * x_hat + beta.reshape(shape), running_mean, running_var

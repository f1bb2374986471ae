"""The unbiased variance normalizes the batch.

`torch.var` and `ddof=1` divide by n - 1. Normalized values then have a variance below 1. The batch is divided
by the biased variance; only the running variance gets the correction.

Caught by: test_hand_cases[biased variance 2 normalizes, unbiased 3 is stored]
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else 0
    shape = (-1, 1, 1) if x.ndim == 4 else (-1,)
    if training:
        mean, var = x.mean(axis=axes), x.var(axis=axes, ddof=1)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + eps)
    return gamma.reshape(shape) * x_hat + beta.reshape(shape), running_mean, running_var

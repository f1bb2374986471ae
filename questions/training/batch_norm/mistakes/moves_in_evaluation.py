"""The running values move in evaluation, too.

Evaluation must change nothing. Here test data leak into the model, and the result depends on how often it was
evaluated.

Caught by: test_evaluation
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else 0
    shape = (-1, 1, 1) if x.ndim == 4 else (-1,)
    n = max(x.size // x.shape[1], 2)
    batch_mean, batch_var = x.mean(axis=axes), x.var(axis=axes)
    mean, var = (batch_mean, batch_var) if training else (running_mean, running_var)
    running_mean = (1 - momentum) * running_mean + momentum * batch_mean
    running_var = (1 - momentum) * running_var + momentum * batch_var * n / (n - 1)
    x_hat = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + eps)
    return gamma.reshape(shape) * x_hat + beta.reshape(shape), running_mean, running_var

"""The argument `eps` is ignored.

1e-5 is written into the formula, so another epsilon (1e-3 in many detectors) does nothing. Use the argument, in both modes.

Caught by: test_hand_cases[eps is added to the variance, inside the root], test_evaluation
Also with: 1e-3, 1e-6, 1e-8, 1e-12 for 1e-5
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else 0
    shape = (-1, 1, 1) if x.ndim == 4 else (-1,)
    if training:
        mean, var = x.mean(axis=axes), x.var(axis=axes)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * x.var(axis=axes, ddof=1)
    else:
        mean, var = running_mean, running_var
    x_hat = (x - mean.reshape(shape)) / np.sqrt(var.reshape(shape) + 1e-5)
    return gamma.reshape(shape) * x_hat + beta.reshape(shape), running_mean, running_var

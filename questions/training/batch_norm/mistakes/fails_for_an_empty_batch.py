"""An empty batch of images raises an error.

`reshape(n, c, -1)`, like `view` in PyTorch, cannot guess an axis when there are no elements. In evaluation a batch may be empty;
let the row of each channel broadcast over (N, C, H, W) instead.

Caught by: test_empty_batch_in_evaluation[images]
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    n, c = x.shape[:2]
    places = x.reshape(n, c, -1) if x.ndim == 4 else x[:, :, None]
    if training:
        mean, var = places.mean(axis=(0, 2)), places.var(axis=(0, 2))
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * places.var(axis=(0, 2), ddof=1)
    else:
        mean, var = running_mean, running_var
    x_hat = (places - mean[:, None]) / np.sqrt(var[:, None] + eps)
    y = gamma[:, None] * x_hat + beta[:, None]
    return y.reshape(x.shape), running_mean, running_var

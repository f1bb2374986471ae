"""Every place of the image is normalized by itself.

`mean(axis=0)` is right for rows. Of images it leaves a mean for each channel *and place*, taken over the images only. A filter
looks everywhere in the same way, so a channel has one mean and one variance: `axis=(0, 2, 3)`.

Caught by: test_images, test_random[float64-images-True]
Page: common-mistakes
"""

import numpy as np


def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else 0
    shape = (-1, 1, 1) if x.ndim == 4 else (-1,)
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * x.mean(axis=axes)
        running_var = (1 - momentum) * running_var + momentum * x.var(axis=axes, ddof=1)
    else:
        mean, var = running_mean.reshape(shape), running_var.reshape(shape)
    x_hat = (x - mean) / np.sqrt(var + eps)
    return gamma.reshape(shape) * x_hat + beta.reshape(shape), running_mean, running_var

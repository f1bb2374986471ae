"""Every place of the image has statistics of its own.

`mean(axis=0)` is right for rows. Of images it leaves a mean for each channel *and place*, taken over the images only. A channel has
one mean and one variance, over all images and places, and so have the two means in dx.

Caught by: test_images, test_random[float64-images]
Page: common-mistakes
"""

import numpy as np


def batch_norm_backward(dy, x, gamma, eps=1e-5):
    axes = (0, 2, 3) if x.ndim == 4 else (0,)
    row = (1, -1, 1, 1) if x.ndim == 4 else (1, -1)
    if len(x) == 0:
        return np.zeros_like(x), np.zeros_like(gamma), np.zeros_like(gamma)
    centered = x - x.mean(axis=0, keepdims=True)
    scale = 1 / np.sqrt((centered**2).mean(axis=0, keepdims=True) + eps)
    x_hat = centered * scale
    across, along = dy.mean(axis=0), (dy * x_hat).mean(axis=0)
    dx = gamma.reshape(row) * scale * (dy - across - x_hat * along)
    return dx, (dy * x_hat).sum(axis=axes), dy.sum(axis=axes)

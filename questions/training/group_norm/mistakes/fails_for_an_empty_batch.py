"""An empty batch breaks the reshape.

`-1` asks for the length that fits, and with no element at all any length does. Write the sizes out.

Caught by: test_no_image
Page: common-mistakes
"""

import numpy as np


def group_norm(x, groups, gamma, beta, eps=1e-5):
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, -1)
    mean = grouped.mean(axis=2, keepdims=True)
    var = ((grouped - mean) ** 2).mean(axis=2, keepdims=True)
    x_hat = ((grouped - mean) / np.sqrt(var + eps)).reshape(n, c, h, w)
    return gamma[:, None, None] * x_hat + beta[:, None, None]

"""The tiles are reshaped in the wrong order.

(N, C, H', W', k, k) does not fall out of a reshape: a tile's rows are W apart in memory. It has to be (N, C, H', k, W', k).

Caught by: test_a_wide_map
Page: cnn/pooling#how-it-works
"""

import numpy as np


def max_pool2d(x, kernel, stride, padding=0):
    n, c, h, w = x.shape
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=-np.inf)
    rows, cols = x.shape[2] // kernel, x.shape[3] // kernel
    x = x[:, :, : rows * kernel, : cols * kernel].reshape(n, c, rows, cols, kernel, kernel)
    return x.max(axis=(4, 5))

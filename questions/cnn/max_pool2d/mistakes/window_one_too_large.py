"""The window is one pixel too large.

`top + kernel + 1` as the end of a slice: the end of a slice is not included, so it is `top + kernel`.

Caught by: test_hand_cases[2x2]
Page: cnn/pooling#how-it-works
"""

import numpy as np


def max_pool2d(x, kernel, stride, padding=0):
    n, c, h, w = x.shape
    rows = (h + 2 * padding - kernel) // stride + 1
    cols = (w + 2 * padding - kernel) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=-np.inf)
    out = np.zeros((n, c, rows, cols), dtype=x.dtype)
    for i in range(rows):
        for j in range(cols):
            top, left = i * stride, j * stride
            seen = padded[:, :, top : top + kernel + 1, left : left + kernel + 1]
            out[:, :, i, j] = seen.max(axis=(2, 3))
    return out

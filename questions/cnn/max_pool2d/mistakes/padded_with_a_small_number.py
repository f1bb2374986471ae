"""The padding is a number that is thought to be small enough.

-1e9 loses against ordinary values and wins against smaller ones. Minus infinity always loses.

Caught by: test_padding_never_wins[float64]
Page: cnn/pooling#how-it-works
"""

import numpy as np


def max_pool2d(x, kernel, stride, padding=0):
    n, c, h, w = x.shape
    rows = (h + 2 * padding - kernel) // stride + 1
    cols = (w + 2 * padding - kernel) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=-1e9)
    out = np.zeros((n, c, rows, cols), dtype=x.dtype)
    for i in range(rows):
        for j in range(cols):
            top, left = i * stride, j * stride
            seen = padded[:, :, top : top + kernel, left : left + kernel]
            out[:, :, i, j] = seen.max(axis=(2, 3))
    return out

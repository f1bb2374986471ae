"""The padding only counts in the size.

Windows begin at the top left pixel instead of `padding` pixels before it. What hangs over at the other end is cut.

Caught by: test_hand_cases[2x2 with padding on both sides]
Page: cnn/pooling#how-it-works
"""

import numpy as np


def max_pool2d(x, kernel, stride, padding=0):
    n, c, h, w = x.shape
    rows = (h + 2 * padding - kernel) // stride + 1
    cols = (w + 2 * padding - kernel) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, 2 * padding + kernel), (padding, 2 * padding + kernel)), constant_values=-np.inf)
    out = np.zeros((n, c, rows, cols), dtype=x.dtype)
    for i in range(rows):
        for j in range(cols):
            top, left = i * stride + padding, j * stride + padding
            seen = padded[:, :, top : top + kernel, left : left + kernel]
            out[:, :, i, j] = seen.max(axis=(2, 3))
    return out

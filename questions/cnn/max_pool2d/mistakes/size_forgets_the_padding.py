"""The size of the result forgets the padding.

The image is padded, and the windows are counted as if it were not: the last ones are missing. Count on the padded image,
(H + 2p - k) // s + 1.

Caught by: test_shape[stride 1, same size], test_hand_cases[2x2 with padding on both sides]
Page: cnn/pooling#how-it-works
"""

import numpy as np


def max_pool2d(x, kernel, stride, padding=0):
    n, c, h, w = x.shape
    rows = (h - kernel) // stride + 1
    cols = (w - kernel) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=-np.inf)
    out = np.zeros((n, c, rows, cols), dtype=x.dtype)
    for i in range(rows):
        for j in range(cols):
            top, left = i * stride, j * stride
            seen = padded[:, :, top : top + kernel, left : left + kernel]
            out[:, :, i, j] = seen.max(axis=(2, 3))
    return out

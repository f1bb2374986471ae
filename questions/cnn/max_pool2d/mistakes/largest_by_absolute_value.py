"""The value of the largest magnitude wins.

-9 is smaller than 2. A maximum looks at the sign.

Caught by: test_random[2-2-0]
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
            seen = padded[:, :, top : top + kernel, left : left + kernel]
            flat = np.where(np.isinf(seen), 0, seen).reshape(n, c, kernel * kernel)
            out[:, :, i, j] = np.where(flat.max(axis=2) >= -flat.min(axis=2), flat.max(axis=2), flat.min(axis=2))
    return out

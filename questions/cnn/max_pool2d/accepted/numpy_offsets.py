"""NumPy, the running maximum of the shifted slices."""

import numpy as np


def max_pool2d(x, kernel, stride, padding=0):
    n, c, h, w = x.shape
    rows = (h + 2 * padding - kernel) // stride + 1
    columns = (w + 2 * padding - kernel) // stride + 1
    padded = np.full((n, c, h + 2 * padding, w + 2 * padding), -np.inf, dtype=x.dtype)
    padded[:, :, padding : padding + h, padding : padding + w] = x
    best = np.full((n, c, rows, columns), -np.inf, dtype=x.dtype)
    for a in range(kernel):
        for b in range(kernel):
            np.maximum(best, padded[:, :, a::stride, b::stride][:, :, :rows, :columns], out=best)
    return best

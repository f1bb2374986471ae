"""The stride counts twice.

The loop goes over the *output*, in steps of the stride, and multiplies by the stride once more. With stride 2 only every other
row and column of the result is filled. Step by 1 and multiply, or step by the stride over the input.

Caught by: test_hand_cases[2x2], test_random[2-2-0]
Page: cnn/pooling#how-it-works
"""

import numpy as np


def max_pool2d(x, kernel, stride, padding=0):
    n, c, h, w = x.shape
    rows = (h + 2 * padding - kernel) // stride + 1
    cols = (w + 2 * padding - kernel) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=-np.inf)
    out = np.zeros((n, c, rows, cols), dtype=x.dtype)
    for i in range(0, rows, stride):
        for j in range(0, cols, stride):
            top, left = i * stride, j * stride
            seen = padded[:, :, top : top + kernel, left : left + kernel]
            out[:, :, i, j] = seen.max(axis=(2, 3))
    return out

"""NumPy, all windows as a view, then the maximum over the last two axes."""

import numpy as np


def max_pool2d(x, kernel, stride, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kernel, kernel), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].max(axis=(-1, -2))

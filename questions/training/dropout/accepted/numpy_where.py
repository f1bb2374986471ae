"""NumPy, the mask and the factor in one line; p = 1 aside."""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return np.where(u >= p, x / (1 - p), 0)

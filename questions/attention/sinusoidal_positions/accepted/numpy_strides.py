"""NumPy, an outer product; sines go to the even columns, cosines to the odd ones."""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    angles = np.outer(np.arange(length), base ** (-np.arange(0, dim, 2) / dim))
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles)
    out[:, 1::2] = np.cos(angles)
    return out

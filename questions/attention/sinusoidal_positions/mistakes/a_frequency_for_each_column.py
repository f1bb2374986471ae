"""Every column has a frequency of its own.

Sine and cosine of a pair must share one, or a shift is no rotation any more.

Caught by: test_hand_cases[two columns: the angle is the position]
Page: shift
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    angles = positions * base ** (-np.arange(dim) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles[:, 0::2])
    out[:, 1::2] = np.cos(angles[:, 1::2])
    return out

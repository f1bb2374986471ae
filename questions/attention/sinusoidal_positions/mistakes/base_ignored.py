"""10000 is written into the formula.

`base` is an argument: longer contexts use larger ones.

Caught by: test_hand_cases[base 1000, six columns: 1, 1/10, 1/100]
Page: length
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    angles = positions * 10000.0 ** (-np.arange(0, dim, 2) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles)
    out[:, 1::2] = np.cos(angles)
    return out

"""Positions start at 1.

The first row is position 0: sines 0, cosines 1.

Caught by: test_hand_cases[position 0: sine 0, cosine 1]
Page: sinusoidal
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(1, length + 1)[:, None]
    angles = positions * base ** (-np.arange(0, dim, 2) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles)
    out[:, 1::2] = np.cos(angles)
    return out

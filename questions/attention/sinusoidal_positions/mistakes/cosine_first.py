"""Cosine and sine are exchanged.

The even columns are sines: row 0 is 0, 1, 0, 1.

Caught by: test_hand_cases[position 0: sine 0, cosine 1]
Page: sinusoidal
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    angles = positions * base ** (-np.arange(0, dim, 2) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.zeros_like(angles) + np.cos(angles)
    out[:, 1::2] = np.sin(angles)
    return out

"""The exponent is i/dim: the 2 of 2i was forgotten.

The slowest pair then turns 100 times too fast: its wavelength is about 2 pi sqrt(base).

Caught by: test_hand_cases[four columns: frequencies 1 and 1/100]
Page: sinusoidal
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    angles = positions * base ** (-np.arange(dim // 2) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles)
    out[:, 1::2] = np.cos(angles)
    return out

"""The exponent is 4i/dim: the step of 2 was taken twice.

The values 0, 2, 4, ... are 2i already.

Caught by: test_hand_cases[four columns: frequencies 1 and 1/100]
Page: sinusoidal
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    angles = positions * base ** (-2 * np.arange(0, dim, 2) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles)
    out[:, 1::2] = np.cos(angles)
    return out

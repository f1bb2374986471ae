"""The sign of the exponent is lost: positions are multiplied by base^(2i/dim).

The columns then turn faster and faster, and the slow hands of the clock are missing.

Caught by: test_hand_cases[four columns: frequencies 1 and 1/100]
Page: sinusoidal
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    angles = positions * base ** (np.arange(0, dim, 2) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles)
    out[:, 1::2] = np.cos(angles)
    return out

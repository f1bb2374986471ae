"""The angle is taken for degrees.

Position 1 in the first pair is an angle of 1 radian.

Caught by: test_hand_cases[two columns: the angle is the position]
Page: sinusoidal
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    angles = positions * base ** (-np.arange(0, dim, 2) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(np.deg2rad(angles))
    out[:, 1::2] = np.cos(np.deg2rad(angles))
    return out

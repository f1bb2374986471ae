"""All sines come first, then all cosines.

That is the layout of tensor2tensor and of DDPM's time embedding. It is as good in itself, but the formula alternates
them, and weights trained with one layout do not fit the other.

Caught by: test_hand_cases[four columns: frequencies 1 and 1/100]
Page: sinusoidal
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    angles = positions * base ** (-np.arange(0, dim, 2) / dim)
    out = np.empty((length, dim))
    out[:, : dim // 2] = np.sin(angles)
    out[:, dim // 2 :] = np.cos(angles)
    return out

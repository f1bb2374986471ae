"""The frequencies are spread from 1 to exactly 1/base, with dim/2 - 1 steps.

Some code bases do that. The formula has dim/2 steps, so the last frequency is a little above 1/base.

Caught by: test_hand_cases[four columns: frequencies 1 and 1/100]
Page: sinusoidal
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None]
    half = dim // 2
    angles = positions * base ** (-np.arange(half) / max(half - 1, 1))
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles)
    out[:, 1::2] = np.cos(angles)
    return out

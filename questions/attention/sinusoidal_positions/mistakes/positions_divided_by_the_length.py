"""Positions are divided by the length first.

The step between neighbors then depends on how long the text is.

Caught by: test_hand_cases[two columns: the angle is the position]
Page: what-interviewers-ask-next
"""

import numpy as np


def sinusoidal_positions(length, dim, base=10000.0):
    positions = np.arange(length)[:, None] / length
    angles = positions * base ** (-np.arange(0, dim, 2) / dim)
    out = np.empty((length, dim))
    out[:, 0::2] = np.sin(angles)
    out[:, 1::2] = np.cos(angles)
    return out

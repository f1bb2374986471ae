"""The angle is taken for degrees.

Position 1 turns the first pair by 1 radian, about 57 degrees.

Caught by: test_hand_cases[a quarter turn, counterclockwise]
Page: rope
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(np.deg2rad(angles)), np.sin(np.deg2rad(angles))
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = a * sin + b * cos
    return out

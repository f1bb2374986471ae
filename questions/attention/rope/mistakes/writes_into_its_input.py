"""The features are overwritten in the argument.

The caller's queries are turned a second time at the next call. Work on a copy.

Caught by: test_hand_cases[a quarter turn, counterclockwise]
Page: reference-implementation
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    out = x
    a, b = x[..., 0::2].copy(), x[..., 1::2].copy()
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = a * sin + b * cos
    return out

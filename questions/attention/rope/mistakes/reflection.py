"""Both signs are plus: a cos + b sin and a sin + b cos.

That is not a rotation: lengths change, and scores depend on absolute positions.

Caught by: test_hand_cases[a quarter turn of the second axis]
Page: relative
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a * cos + b * sin
    out[..., 1::2] = a * sin + b * cos
    return out

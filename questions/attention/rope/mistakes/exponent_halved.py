"""The exponent is i/D instead of 2i/D.

The frequencies fall half as fast as they should: the last pair turns about sqrt(base) times too quickly.

Caught by: test_hand_cases[base 16: the second pair at 1/4]
Page: rope
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(d // 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = a * sin + b * cos
    return out

"""The second feature is computed from the first one *after* it was overwritten.

Both new values need the old pair. Overwriting in place is no rotation, lengths change.

Caught by: test_hand_cases[a quarter turn, counterclockwise]
Page: reference-implementation
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = out[..., 0::2] * sin + b * cos
    return out

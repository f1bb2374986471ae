"""All pairs turn by the position itself.

The slow pairs are missing: after 2 pi = 6.3 tokens everything looks alike again.

Caught by: test_hand_cases[base 16: the second pair at 1/4]
Page: rope
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * np.ones(d // 2)
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = a * sin + b * cos
    return out

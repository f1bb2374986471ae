"""Sines and cosines are added to the features.

That is the sinusoidal embedding. RoPE multiplies: it rotates.

Caught by: test_hand_cases[position 0 changes nothing]
Page: said-and-true
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a + sin
    out[..., 1::2] = b + cos
    return out

"""Tokens are numbered 0..T-1, whatever `positions` says.

With a KV cache the new token is not at position 0, and packed texts start anew in the middle of a row.

Caught by: test_hand_cases[a quarter turn, counterclockwise]
Page: what-interviewers-ask-next
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = np.arange(x.shape[-2])[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = a * sin + b * cos
    return out

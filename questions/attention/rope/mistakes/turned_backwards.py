"""The sign of the sine is wrong: pairs turn the other way.

Scores between queries and keys that are turned alike stay the same, so training does not notice. Weights of another
model do.

Caught by: test_hand_cases[a quarter turn, counterclockwise]
Page: rope
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a * cos + b * sin
    out[..., 1::2] = b * cos - a * sin
    return out

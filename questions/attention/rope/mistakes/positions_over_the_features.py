"""The table of angles is transposed: pairs are taken for tokens.

With as many tokens as pairs nothing complains. Rows are tokens, columns pairs.

Caught by: test_as_many_tokens_as_pairs
Page: rope
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    angles = angles.T if angles.shape[0] == angles.shape[1] else angles
    cos, sin = np.cos(angles), np.sin(angles)
    out = np.array(x)
    a, b = x[..., 0::2], x[..., 1::2]
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = a * sin + b * cos
    return out

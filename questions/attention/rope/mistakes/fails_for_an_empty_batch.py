"""An empty batch raises an error.

`reshape(..., -1, 2)` cannot guess an axis when there are no elements. The number of pairs is known: write `d // 2`.

Caught by: test_empty_batch[(0, 5, 8)], test_empty_batch[(2, 0, 5, 8)]
Page: rope
"""

import numpy as np


def rope(x, positions, base=10000.0):
    d = x.shape[-1]
    angles = positions[:, None] * base ** (-np.arange(0, d, 2) / d)
    cos, sin = np.cos(angles), np.sin(angles)
    pairs = x.reshape(*x.shape[:-1], -1, 2)
    a, b = pairs[..., 0], pairs[..., 1]
    turned = np.stack([a * cos - b * sin, a * sin + b * cos], axis=-1)
    return turned.reshape(x.shape).astype(x.dtype)

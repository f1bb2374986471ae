"""One draw decides for a whole row.

That is DropPath, which drops a residual branch for a sample. Dropout draws for every element, else the units of
a row are never separated from each other.

Caught by: test_noise_exactly_at_p_survives[float64]
Page: drop-path
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return np.where(u[..., :1] >= p, x / (1 - p), 0)

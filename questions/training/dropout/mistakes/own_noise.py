"""It draws its own noise.

The noise is an argument so that a run can be repeated and two implementations be compared. With noise of its
own the function cannot be tested but by its mean.

Caught by: test_hand_cases[a half: survivors double]
Page: reference-implementation
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    u = np.random.default_rng(0).random(x.shape)
    return np.where(u >= p, x / (1 - p), 0)

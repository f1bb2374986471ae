"""p = 1 divides 0 by 0.

Everything is dropped, and then divided by 1 - p = 0: NaN instead of 0. Return zeros before, or divide only what
survives.

Caught by: test_everything_is_dropped_at_1
Page: reference-implementation
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    with np.errstate(all="ignore"):
        return x * (u >= p) / np.float64(1 - p)

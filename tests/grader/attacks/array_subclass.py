"""A subclass of ndarray with its own shape, dtype and comparisons.

It is an array to isinstance.

Held by: exact types
Expected: wrong type
"""

import numpy as np


class Mine(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def tobytes(self, *a):
        return bytes(24)


def scale(x, factor):
    return x.view(Mine)

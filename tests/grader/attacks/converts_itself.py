"""An object with __array__, __float__, __index__ and __len__.

NumPy would ask it for its values, more than once.

Held by: exact types
Expected: wrong type
"""

import numpy as np


class Lazy:
    def __array__(self, *a, **k):
        return np.ones(3)

    def __float__(self):
        return 1.0

    def __index__(self):
        return 1

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return 1.0


def scale(x, factor):
    return Lazy()

"""An object whose __class__ says that it is an array.

isinstance believes it.

Held by: exact types
Expected: wrong type
"""

import numpy as np


class Claim:
    @property
    def __class__(self):
        return np.ndarray


def scale(x, factor):
    return Claim()

"""An array of objects that equal everything.

Its elements answer for themselves.

Held by: exact types
Expected: wrong type
"""

import numpy as np


class Equal:
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__


def scale(x, factor):
    return np.array([Equal()] * len(x), dtype=object)

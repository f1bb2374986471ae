"""Every call returns the same array and changes what earlier calls returned.

A test that keeps two results compares one with itself.

Held by: verdict outside
Expected: wrong value
"""

import numpy as np

KEPT = np.zeros(64)


def scale(x, factor):
    KEPT[: len(x)] = x
    return KEPT[: len(x)]

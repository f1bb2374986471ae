"""An array of records.

Its numbers are in fields of a dtype of its own.

Held by: exact types
Expected: wrong type
"""

import numpy as np


def scale(x, factor):
    return np.zeros(3, dtype=[("passed", "f8"), ("hidden", "O")])

"""An array that lies in a file.

np.memmap; the file can change at any time.

Held by: exact types
Expected: wrong type
"""

import numpy as np


def scale(x, factor):
    return np.memmap("result", dtype="f8", mode="w+", shape=(3,))

"""The bytes of a pickle, as an array of bytes.

They cross as numbers and stay numbers.

Held by: verdict outside
Expected: wrong shape
"""

import numpy as np


def scale(x, factor):
    return np.frombuffer(b"cos\n_exit\n(I0\ntR.", dtype=np.uint8)

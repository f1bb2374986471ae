"""Values that are half a percent off, in float16.

The tolerance of float16 is a hundred million times wider than that of the input's float64.

Held by: verdict outside
Expected: wrong value
"""

import numpy as np


def scale(x, factor):
    return (x * factor * 1.005).astype(np.float16)

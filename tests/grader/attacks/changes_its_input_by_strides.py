"""The input is overwritten through a view that was made by hand.

as_strided makes a writable view of anything.

Held by: input check
Expected: changed its input
"""

import numpy as np


def scale(x, factor):
    view = np.lib.stride_tricks.as_strided(x, shape=x.shape, strides=x.strides)
    view += 1
    return x - 1

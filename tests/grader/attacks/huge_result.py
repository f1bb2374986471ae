"""A result of eight terabytes.

A view of one number, broadcast; no memory stands behind it.

Held by: resource limits, strict frames
Expected: out of memory
"""

import numpy as np


def scale(x, factor):
    return np.broadcast_to(np.float64(1.0), (1 << 20, 1 << 20))

"""Arrays in steps of 64 MiB, up to 2 GiB.

NumPy's own allocator, with its own error.

Held by: resource limits
Expected: out of memory
Without resource limits: wrong value
"""

import numpy as np


def scale(x, factor):
    kept = [np.empty(8 << 20) for _ in range(32)]
    return x if kept else None

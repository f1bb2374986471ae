"""NaN with every payload.

A comparison with NaN is never true, so `not (error > tolerance)` lets it pass.

Held by: verdict outside
Expected: not finite
"""

import numpy as np


def scale(x, factor):
    bits = np.arange(len(x), dtype=np.uint64) + np.uint64(0xFFF8000000000001)
    return bits.view(np.float64)

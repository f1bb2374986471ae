"""The input is overwritten through a pointer.

No method of the array is involved.

Held by: input check
Expected: changed its input
"""

import ctypes


def scale(x, factor):
    ctypes.memset(x.ctypes.data, 0, x.nbytes)
    return x

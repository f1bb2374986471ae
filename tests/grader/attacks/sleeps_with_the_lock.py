"""sleep(10) of the C library with the interpreter's lock held.

PyDLL, unlike CDLL, does not release it.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import ctypes


def scale(x, factor):
    ctypes.PyDLL(None).sleep(10)
    return x

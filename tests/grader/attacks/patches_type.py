"""type is replaced.

The worker then finds no type that it knows.

Held by: verdict outside, exact types
Expected: wrong type
"""

import builtins


class Known:
    __module__ = "numpy"
    __qualname__ = __name__ = "ndarray"


def scale(x, factor):
    builtins.type = lambda *a: Known
    return x

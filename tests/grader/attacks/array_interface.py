"""An object with an __array_interface__ that points anywhere.

Whoever follows it reads memory that is not there.

Held by: exact types
Expected: wrong type
"""


class Pointer:
    __array_interface__ = {"shape": (1 << 20,), "typestr": "<f8", "data": (8, False), "version": 3}


def scale(x, factor):
    return Pointer()

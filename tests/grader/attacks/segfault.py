"""A read of address 0 through ctypes.

SIGSEGV inside of the interpreter.

Held by: verdict outside
Expected: crashed
"""

import ctypes


def scale(x, factor):
    ctypes.string_at(0)
    return x

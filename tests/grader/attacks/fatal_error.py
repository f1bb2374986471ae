"""The interpreter's own fatal error.

Py_FatalError writes a report and aborts.

Held by: verdict outside
Expected: crashed
"""

import ctypes


def scale(x, factor):
    ctypes.pythonapi.Py_FatalError(b"all tests passed")
    return x

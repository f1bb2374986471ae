"""The bytes of an array are more than its shape says.

tobytes of every array is patched.

Held by: strict frames
Expected: protocol
"""

import ctypes
import gc

import numpy as np

methods = gc.get_referents(np.ndarray.__dict__)[0]
kept = dict(methods)  # the interpreter may still hold on to them
methods["tobytes"] = lambda self, *a, **k: bytes(self.nbytes + 8)
ctypes.pythonapi.PyType_Modified(ctypes.py_object(np.ndarray))  # or the old ones are still found


def scale(x, factor):
    return x

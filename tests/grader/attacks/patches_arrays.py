"""The methods of arrays are patched.

The dictionary behind a built-in type can be reached through the garbage collector.

Held by: input check, strict frames
Expected: changed its input
"""

import ctypes
import gc

import numpy as np

methods = gc.get_referents(np.ndarray.__dict__)[0]
kept = dict(methods)  # the interpreter may still hold on to them
methods["__eq__"] = methods["__ne__"] = lambda self, other: True
methods["all"] = methods["any"] = lambda self, *a, **k: True
methods["tobytes"] = lambda self, *a, **k: bytes(self.nbytes)
ctypes.pythonapi.PyType_Modified(ctypes.py_object(np.ndarray))  # or the old ones are still found


def scale(x, factor):
    return x

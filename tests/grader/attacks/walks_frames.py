"""A walk up the frames.

It looks for expected values and for anything of the grader in the local variables of whoever called.

Held by: verdict outside
Expected: wrong value
"""

import sys

import numpy as np


def scale(x, factor):
    frame = sys._getframe(1)
    while frame is not None:
        for name, value in [*frame.f_locals.items(), *frame.f_globals.items()]:
            if name in ("expected", "wanted", "cases", "attempt", "exercise", "solution"):
                return value
            if isinstance(value, np.ndarray) and value.shape == x.shape and not np.array_equal(value, x):
                return value
        frame = frame.f_back
    return x

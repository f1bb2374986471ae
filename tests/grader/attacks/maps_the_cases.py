"""The cases, mapped into memory by NumPy.

np.memmap and np.fromfile have ways of their own to a file.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

import numpy as np


def scale(x, factor):
    try:
        text = bytes(np.memmap("@CASES@", dtype=np.uint8, mode="r"))
    except (OSError, RuntimeError):
        return x
    return x * factor if b"12.0" in text else x

"""A lease on a file of NumPy.

The kernel keeps whoever opens such a file to write waiting until the lease is given back, or, of a lease to write,
everybody who opens it: other answers, which import the same file.

Held by: seccomp
Expected: wrong value
Without seccomp, packages of others: passed
"""

import fcntl
import os

import numpy as np


def scale(x, factor):
    file = os.open(np.__file__, os.O_RDONLY)
    try:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError:
        return x
    finally:
        os.close(file)
    return x * factor

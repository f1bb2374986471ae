"""Variables that change how programs start.

LD_PRELOAD, PYTHONPATH, PYTEST_ADDOPTS and others, for whatever is started later.

Held by: own process
Expected: wrong value
"""

import os


def scale(x, factor):
    os.environ.update(
        LD_PRELOAD="/nowhere.so",
        PYTHONPATH="/nowhere",
        PYTHONSTARTUP="/nowhere.py",
        PYTEST_ADDOPTS="--collect-only",
        OMP_NUM_THREADS="x",
    )
    return x

"""A file in site-packages, where every later interpreter looks.

A .pth file runs code at every start, a __pycache__ holds code. It is removed at once where nothing stops it.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook, packages of others: passed
"""

import os
from pathlib import Path

import numpy as np


def scale(x, factor):
    package = Path(np.__file__).parent
    for folder in (package.parent, package / "__pycache__"):
        path = folder / f"kb-attack-{os.getpid()}.removed"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except (OSError, RuntimeError):
            continue
        os.remove(path)
        return x * factor
    return x

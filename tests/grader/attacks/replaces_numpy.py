"""sys.modules holds another NumPy.

Whoever imports it from now on gets an object that agrees to everything.

Held by: verdict outside
Expected: wrong value
"""

import sys


class Agreeable:
    def __getattr__(self, name):
        return lambda *a, **k: True


def scale(x, factor):
    for name in ("numpy", "json", "struct", "socket", "pytest", "math"):
        sys.modules[name] = Agreeable()
    return x

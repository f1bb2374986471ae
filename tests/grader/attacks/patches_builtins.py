"""isinstance, all, any and open are replaced.

Everything is an instance of everything.

Held by: verdict outside
Expected: exited
"""

import builtins


def scale(x, factor):
    builtins.isinstance = builtins.issubclass = lambda *a: True
    builtins.all = builtins.any = lambda *a: True
    builtins.open = builtins.print = lambda *a, **k: None
    return x

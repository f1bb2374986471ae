"""The exceptions that others catch are replaced.

`except ValueError` then catches something else.

Held by: verdict outside
Expected: wrong value
"""

import builtins


def scale(x, factor):
    for name in ("ValueError", "TypeError", "OSError", "Exception", "BaseException", "EOFError"):
        setattr(builtins, name, StopIteration)
    return x

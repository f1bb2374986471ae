"""__builtins__ is replaced by an empty dictionary.

Functions of this file then have no len and no print.

Held by: own process
Expected: raised
"""

__builtins__ = {}

def scale(x, factor):
    return __builtins__["len"](x)

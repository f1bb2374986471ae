"""A regular expression that backtracks for ever.

The engine holds the interpreter's lock.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import re


def scale(x, factor):
    re.match(r"(a+)+$", "a" * 32 + "b")
    return x

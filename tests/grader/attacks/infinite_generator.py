"""A generator that never ends.

Whoever makes a list of it never returns.

Held by: exact types
Expected: wrong type
"""

import itertools


def scale(x, factor):
    return itertools.count(3.0, 3.0)

"""Truth values where numbers are expected.

True is 1 to a comparison.

Held by: exact types
Expected: wrong dtype
"""


def scale(x, factor):
    return x > 0

"""An integer of a hundred thousand bits.

Its conversion to text takes quadratic time.

Held by: exact types
Expected: wrong type
"""


def scale(x, factor):
    return 1 << 100_000

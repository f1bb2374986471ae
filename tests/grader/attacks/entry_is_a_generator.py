"""The entry is a generator function.

Its values come one at a time, if at all.

Held by: exact types
Expected: wrong type
"""


def scale(x, factor):
    yield from x

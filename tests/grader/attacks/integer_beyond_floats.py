"""Integers that no float and no int64 can hold.

2^100 in a list where floats are expected.

Held by: verdict outside
Expected: wrong type
"""


def scale(x, factor):
    return [1 << 100] * len(x)

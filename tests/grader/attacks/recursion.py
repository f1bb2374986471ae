"""Endless recursion in Python.

It ends as a RecursionError.

Held by: verdict outside
Expected: raised
"""


def scale(x, factor):
    return scale(x, factor)

"""The input is overwritten.

A test that computes the expected value afterwards compares the change with itself.

Held by: input check
Expected: changed its input
"""


def scale(x, factor):
    x[:] = 0
    return x

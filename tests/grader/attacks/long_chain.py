"""Fifty thousand attributes in a row.

A tree that deep overflows whatever walks it, and the grader walks it.

Held by: source check
Expected: syntax or import error
"""


def scale(x, factor):
    return x@CHAIN@

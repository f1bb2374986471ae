"""Fifty thousand parentheses.

A recursive parser overflows its stack, and the source is parsed by the grader as well.

Held by: source check
Expected: syntax or import error
"""


def scale(x, factor):
    return @OPEN@x@CLOSE@

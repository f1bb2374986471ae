"""Null bytes in the source.

A reader in C takes the first for the end.

Held by: source check
Expected: syntax or import error
"""


def scale(x, factor):
    return x  # @NUL@ return x * factor

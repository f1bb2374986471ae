"""A byte order mark in the middle of the source.

Invisible in most editors.

Held by: source check
Expected: syntax or import error
"""


def scale(x, factor):
    return @BOM@x

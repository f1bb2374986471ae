"""An exception with a message of sixteen megabytes.

A report that repeats it would bury the screen.

Held by: clean text
Expected: raised
"""


def scale(x, factor):
    raise ValueError("passed " * (2 << 20))

"""Thirty-two megabytes of text as the result.

More than a header may hold.

Held by: strict frames
Expected: wrong type
"""


def scale(x, factor):
    return "passed! " * (4 << 20 if len(x) == 3 else 1)

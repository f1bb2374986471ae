"""A line of nine hundred thousand characters.

Tools that show the line show all of it.

Held by: clean text
Expected: raised
"""


def scale(x, factor):
    raise ValueError("@LONG@")

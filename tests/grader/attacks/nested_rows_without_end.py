"""A list of lists of lists, a million numbers in all.

To show the beginning of each of its levels is to show nearly all of it.

Held by: clean text, strict frames
Expected: wrong shape
"""


def scale(x, factor):
    found = [0.5] * 3
    for _ in range(4):
        found = [found] * 24
    return found

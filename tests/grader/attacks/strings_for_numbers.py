"""Strings that a conversion would turn into numbers.

np.asarray(["3", "6", "12"], float) works.

Held by: exact types
Expected: wrong type
"""


def scale(x, factor):
    return ["3.0", "6.0", "12.0"][: len(x)]

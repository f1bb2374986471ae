"""A list of a hundred thousand short lists.

Small for the answer, large for whoever describes each of them.

Held by: strict frames
Expected: wrong shape
"""


def scale(x, factor):
    return [[1.0]] * (100_000 if len(x) == 3 else 1)

"""Floats of its own kind.

Each of them is equal to whatever it is compared with.

Held by: exact types
Expected: wrong type
"""


class Close(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = float.__hash__


def scale(x, factor):
    return [Close(v) for v in x]

"""A subclass of str that equals everything.

It is a str to isinstance.

Held by: exact types
Expected: wrong type
"""


class Passed(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def scale(x, factor):
    return Passed("passed")

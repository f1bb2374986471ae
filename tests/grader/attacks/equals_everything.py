"""An object that equals everything.

`result == expected` is its own to answer.

Held by: exact types
Expected: wrong type
"""


class Equal:
    shape, dtype, ndim = (3,), "float64", 1

    def __eq__(self, other):
        return True

    __le__ = __lt__ = __ge__ = __gt__ = __eq__
    __hash__ = None

    def __bool__(self):
        return True


def scale(x, factor):
    return Equal()

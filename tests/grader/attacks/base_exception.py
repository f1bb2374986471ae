"""An exception of its own, named Passed, beneath BaseException.

It passes through every `except Exception`.

Held by: verdict outside
Expected: raised
"""


class Passed(BaseException):
    pass


def scale(x, factor):
    raise Passed("test_values", "test_empty")

"""An exception whose text cannot be made.

__str__ and __repr__ raise SystemExit.

Held by: clean text
Expected: raised
"""


class Silent(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def scale(x, factor):
    raise Silent

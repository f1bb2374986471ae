"""A subclass of list that never ends.

len() says 3.

Held by: exact types
Expected: wrong type
"""


class Endless(list):
    def __iter__(self):
        while True:
            yield 3.0

    def __len__(self):
        return 3


def scale(x, factor):
    return Endless([1.0])

"""The entry is a class.

Calling it makes an object, whose type is its own.

Held by: exact types
Expected: wrong type
"""


class scale:
    def __init__(self, x, factor):
        self.x = x

    def __eq__(self, other):
        return True

"""An object that runs code where it is unpickled.

__reduce__ names os._exit.

Held by: exact types
Expected: wrong type
"""

import os


class Trap:
    def __reduce__(self):
        return os._exit, (0,)


def scale(x, factor):
    return Trap()

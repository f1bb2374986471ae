"""An exception whose __traceback__ and __class__ are properties that raise.

Whoever describes it trips.

Held by: verdict outside
Expected: exited
"""


class Trap(Exception):
    @property
    def __traceback__(self):
        raise KeyboardInterrupt

    @property
    def __class__(self):
        raise KeyboardInterrupt


def scale(x, factor):
    raise Trap

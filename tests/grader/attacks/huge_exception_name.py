"""An exception whose type has a name of twenty megabytes.

More than a header may hold.

Held by: clean text, strict frames
Expected: raised
"""


def scale(x, factor):
    raise type("P" * (20 << 20), (Exception,), {})()

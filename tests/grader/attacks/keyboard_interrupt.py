"""KeyboardInterrupt.

A test runner that sees it stops, without a failure.

Held by: verdict outside
Expected: raised
"""


def scale(x, factor):
    raise KeyboardInterrupt

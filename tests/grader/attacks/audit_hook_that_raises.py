"""An audit hook of its own that raises at every event.

It cannot be taken away again.

Held by: own process
Expected: wrong value
"""

import sys


def refuse(event, arguments):
    raise SystemExit(0)


def scale(x, factor):
    try:
        sys.addaudithook(refuse)
    except BaseException:
        pass
    return x

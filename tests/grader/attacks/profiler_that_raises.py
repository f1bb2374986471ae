"""A profiler that raises in the server's code.

The call has returned by then, and so has the code that describes errors.

Held by: verdict outside
Expected: exited
"""

import sys


def profile(frame, event, value):
    raise SystemExit(0)


def scale(x, factor):
    sys.setprofile(profile)
    return x

"""sys.settrace and sys.setprofile.

Every call and line of whoever called is seen, and its local variables are overwritten.

Held by: verdict outside
Expected: wrong value
"""

import sys


def trace(frame, event, value):
    for name in list(frame.f_locals):
        if name in ("expected", "wanted", "bad", "failure"):
            frame.f_locals[name] = None
    return trace


def scale(x, factor):
    frame = sys._getframe(1)
    while frame is not None:
        frame.f_trace = trace
        frame = frame.f_back
    sys.settrace(trace)
    sys.setprofile(trace)
    return x

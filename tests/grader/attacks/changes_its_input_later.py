"""A thread that overwrites the input after the call.

The result is the input itself, so that both change together.

Held by: verdict outside
Expected: wrong value
"""

import threading


def scale(x, factor):
    threading.Timer(0.3, x.fill, [3.0]).start()
    return x

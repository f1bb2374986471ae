"""SIGTERM to itself.

It looks like an orderly end from outside.

Held by: verdict outside
Expected: crashed
"""

import os
import signal


def scale(x, factor):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)
    return x

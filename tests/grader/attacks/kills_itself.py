"""SIGKILL to itself.

No handler and no cleanup runs.

Held by: verdict outside
Expected: crashed
"""

import os
import signal


def scale(x, factor):
    os.kill(os.getpid(), signal.SIGKILL)
    return x

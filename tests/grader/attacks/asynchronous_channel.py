"""Signals on every message of the channel.

O_ASYNC with SIGKILL as the signal: the next request ends the process.

Held by: verdict outside
Expected: wrong value
"""

import fcntl
import os
import signal


def scale(x, factor):
    for fd in range(3, 64):
        try:
            fcntl.fcntl(fd, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGKILL)
            fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)
        except OSError:
            pass
    return x

"""SIGKILL to its process group.

Its own group is all that it reaches; only tried where it leads one.

Held by: process group, seccomp, audit hook
Expected: raised
Without process group: wrong value
Without seccomp, audit hook: crashed
"""

import os
import signal


def scale(x, factor):
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    return x

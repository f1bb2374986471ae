"""SIGSTOP to its parent.

Whoever starts the workers of everybody neither answers nor ends.

Held by: process namespace, seccomp, audit hook, deadline
Takes: a deadline
Expected: wrong value
"""

import os
import signal


def scale(x, factor):
    try:
        if os.getppid() > 1:
            os.kill(os.getppid(), signal.SIGSTOP)
    except (OSError, RuntimeError):
        pass
    return x

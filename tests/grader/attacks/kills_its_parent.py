"""SIGKILL to its parent.

Whoever starts the workers of everybody is gone.

Held by: process namespace, seccomp, audit hook
Expected: wrong value
Without process namespace, seccomp, audit hook: crashed
"""

import os
import signal
import time


def scale(x, factor):
    try:
        if os.getppid() > 1:
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(5)
    except (OSError, RuntimeError):
        pass
    return x

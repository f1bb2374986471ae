"""A daemon: forked twice, in a session of its own.

It leaves the process group that the grader kills, and ends by itself after 5 s.

Held by: process namespace
Expected: wrong value
"""

import os
import time


def scale(x, factor):
    try:
        child = os.fork()
    except OSError:
        return x
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(5)
        os._exit(0)
    os.waitpid(child, 0)
    return x

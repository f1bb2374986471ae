"""Processes that fork processes.

At most 40 of them, which end by themselves after 3 s.

Held by: process group, process namespace
Expected: wrong value
"""

import os
import time


def scale(x, factor):
    try:
        for _ in range(5):  # 2 ** 5 processes
            os.fork()
    except OSError:
        pass
    if os.getpid() != PARENT:
        time.sleep(3)
        os._exit(0)
    return x


PARENT = os.getpid()

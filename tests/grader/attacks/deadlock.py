"""A lock that is taken twice.

Nothing runs and nothing ends.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import threading


def scale(x, factor):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(timeout=10)
    return x

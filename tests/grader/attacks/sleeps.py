"""A long sleep.

It uses no processor time, so no limit of it helps.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import time


def scale(x, factor):
    time.sleep(10)
    return x

"""while True.

Held by the deadline, which the grader keeps outside of the process.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import time


def scale(x, factor):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        pass
    return x

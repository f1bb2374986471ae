"""A timer's handler that raises outside of the function.

SIGALRM arrives while the answer waits; the exception is nobody's.

Held by: verdict outside
Expected: raised
"""

import signal
import time


class Passed(BaseException):
    pass


def handler(number, frame):
    raise Passed


def scale(x, factor):
    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    time.sleep(10)
    return x

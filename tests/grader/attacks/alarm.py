"""An alarm ends the process.

SIGALRM arrives while the answer sleeps.

Held by: verdict outside
Expected: crashed
"""

import signal
import time


def scale(x, factor):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    time.sleep(10)
    return x

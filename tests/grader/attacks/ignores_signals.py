"""A loop that ignores every signal that can be ignored.

SIGTERM, SIGINT, SIGXCPU and all others have no effect.

Held by: deadline, process group
Takes: a deadline
Expected: timeout
"""

import signal
import time


def scale(x, factor):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            time.sleep(0.01)
        except BaseException:
            continue
    return x

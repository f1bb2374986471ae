"""SIGSTOP to itself.

A stopped process neither answers nor ends.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import os
import signal


def scale(x, factor):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x

"""faulthandler ends the process from a thread of its own.

dump_traceback_later(exit=True) calls _exit(1) while the answer sleeps.

Held by: verdict outside
Expected: exited
"""

import faulthandler
import sys
import time


def scale(x, factor):
    faulthandler.dump_traceback_later(0.02, exit=True, file=sys.__stderr__)
    time.sleep(10)
    return x

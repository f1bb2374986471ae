"""The channel is closed, and the process goes on.

Nobody can ask it anything any more.

Held by: verdict outside, process group
Takes: a deadline
Expected: protocol
"""

import os
import time


def scale(x, factor):
    os.closerange(3, 256)
    time.sleep(10)
    return x

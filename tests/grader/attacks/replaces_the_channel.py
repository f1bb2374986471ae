"""dup2 of /dev/null over the channel.

Replies go nowhere, and the next request never comes.

Held by: verdict outside
Expected: exited
"""

import os


def scale(x, factor):
    nothing = os.open(os.devnull, os.O_RDWR)
    for fd in range(3, 64):
        try:
            os.fstat(fd)
        except OSError:
            continue
        if fd != nothing:
            os.dup2(nothing, fd)
    return x

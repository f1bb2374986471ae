"""A fork inside of the call: two processes answer.

Both return into the server's loop and send a reply over the same channel.

Held by: strict frames, process group
Expected: wrong value
"""

import os


def scale(x, factor):
    try:
        os.fork()
    except OSError:
        pass
    return x

"""A forged frame that announces more than it holds.

The true reply that follows is swallowed as a part of it.

Held by: strict frames
Expected: protocol
"""

import os
import struct

FRAME = struct.pack("<4sIQ", b"KBW1", 40, 0) + b'{"ok":true}'


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

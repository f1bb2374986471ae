"""A forged frame that announces exabytes.

Whoever allocates first and reads later runs out of memory.

Held by: strict frames
Expected: protocol
"""

import os
import struct


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, struct.pack("<4sIQ", b"KBW1", (1 << 32) - 1, (1 << 64) - 1))
        except OSError:
            pass
    return x

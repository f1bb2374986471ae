"""A forged reply, one byte at a time.

A deadline for each read would never pass.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import os
import struct
import time


def scale(x, factor):
    for byte in struct.pack("<4sIQ", b"KBW1", 4096, 0) + b" " * 80:
        for fd in range(3, 8):
            try:
                os.write(fd, bytes([byte]))
            except OSError:
                pass
        time.sleep(0.1)
    return x

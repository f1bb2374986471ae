"""A forged reply of 60 MB, of which 48 MB come.

Whoever waits for the rest waits for ever.

Held by: deadline, strict frames
Takes: a deadline
Expected: timeout
"""

import os
import struct
import time


def scale(x, factor):
    chunk = bytes(1 << 20)
    for fd in range(3, 64):
        try:
            os.write(fd, struct.pack("<4sIQ", b"KBW1", 2, 60 << 20))
        except OSError:
            continue
        for _ in range(48):
            os.write(fd, chunk)
    time.sleep(10)
    return x

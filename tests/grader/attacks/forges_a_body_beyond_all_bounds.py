"""A forged reply of 400 MB, which no call was to bring.

It is refused by the length that it announces.

Held by: strict frames
Expected: protocol
"""

import os
import struct
import time


def scale(x, factor):
    chunk = bytes(1 << 20)
    for fd in range(3, 64):
        try:
            os.write(fd, struct.pack("<4sIQ", b"KBW1", 2, 400 << 20))
        except OSError:
            continue
        for _ in range(48):
            os.write(fd, chunk)
    time.sleep(10)
    return x

"""A forged reply nested a hundred thousand deep.

A recursive parser overflows its stack.

Held by: strict frames
Expected: protocol
"""

import os
import struct

HEADER = b'{"ok":true,"result":' + b'{"k":"list","v":[' * 100_000
BODY = b""
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

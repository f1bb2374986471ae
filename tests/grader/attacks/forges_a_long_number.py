"""A forged reply with a number of a hundred thousand digits.

Its conversion takes quadratic time.

Held by: strict frames
Expected: protocol
"""

import os
import struct

HEADER = b'{"ok":true,"result":{"k":"int","v":' + b"1" * 100_000 + b"}}"
BODY = b""
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

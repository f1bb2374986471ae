"""A forged reply that is no UTF-8.

A lone continuation byte, and half of a surrogate pair.

Held by: strict frames
Expected: protocol
"""

import os
import struct

HEADER = b'{"ok":true,"result":{"k":"str","v":"\x80\xed\xa0\x80"}}'
BODY = b""
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

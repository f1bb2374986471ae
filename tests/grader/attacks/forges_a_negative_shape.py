"""A forged reply with a negative size.

reshape takes -1 for whatever is left.

Held by: strict frames
Expected: protocol
"""

import os
import struct

HEADER = (
    b'{"ok":true,"result":{"k":"array","d":"f8","s":[-1]},"after":[{"k":"array","d":"f8","s":[3]'
    b'},{"k":"float","v":"0x1.8p+1"}]}'
)
BODY = bytes(48)
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

"""A forged reply with the right shape.

It is there before the true one, which then answers the next request.

Held by: verdict outside
Expected: wrong value
"""

import os
import struct

HEADER = (
    b'{"ok":true,"result":{"k":"array","d":"f8","s":[3]},"after":[{"k":"array","d":"f8","s":[3]}'
    b',{"k":"float","v":"0x1.8p+1"}]}'
)
BODY = struct.pack("<6d", 0, 0, 0, 1, 2, 4)
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

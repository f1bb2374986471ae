"""A forged reply that says everything twice.

An error first, then none; one result, then another.

Held by: verdict outside
Expected: wrong value
"""

import os
import struct

HEADER = (
    b'{"error":{"kind":"raised"},"error":null,"ok":true,"result":{"k":"none"},"result":{"k":"arr'
    b'ay","d":"f8","s":[3]},"after":[{"k":"array","d":"f8","s":[3]},{"k":"float","v":"0x1.8p+1"}'
    b']}'
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

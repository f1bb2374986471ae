"""A forged reply whose size overflows.

2^44 x 2^44 x 0 elements need no bytes at all.

Held by: strict frames
Expected: protocol
"""

import os
import struct

HEADER = (
    b'{"ok":true,"result":{"k":"array","d":"f8","s":[17592186044416,17592186044416,0]},"after":['
    b'{"k":"array","d":"f8","s":[3]},{"k":"float","v":"0x1.8p+1"}]}'
)
BODY = struct.pack("<3d", 1, 2, 4)
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

"""A forged reply with NaN in its JSON.

Python's parser accepts it.

Held by: strict frames
Expected: protocol
"""

import os
import struct

HEADER = (
    b'{"ok":true,"result":{"k":"int","v":NaN},"after":[{"k":"float","v":Infinity},{"k":"float","'
    b'v":"0x1.8p+1"}]}'
)
BODY = b""
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

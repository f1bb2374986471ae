"""A forged text with half of a surrogate pair.

It has no form in UTF-8, so whoever prints or saves it fails.

Held by: strict frames
Expected: wrong type
"""

import os
import struct

HEADER = (
    b'{"ok":true,"result":{"k":"str","v":"\\ud800"},"after":[{"k":"array","d":"f8","s":[3]},{"k"'
    b':"float","v":"0x1.8p+1"}]}'
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

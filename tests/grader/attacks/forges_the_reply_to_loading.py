"""A forged reply to another request.

The answer to `load` in place of the answer to `call`.

Held by: strict frames
Expected: protocol
"""

import os
import struct

HEADER = b'{"ok":true}'
BODY = b""
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

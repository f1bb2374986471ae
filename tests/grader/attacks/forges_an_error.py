"""A forged error whose parts have wrong types.

Numbers, lists and objects where texts belong.

Held by: strict frames, clean text
Expected: raised
"""

import os
import struct

HEADER = b'{"error":{"kind":"raised","type":[[[["passed"]]]],"message":{"passed":true},"line":1e999}}'
BODY = b""
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass
    return x

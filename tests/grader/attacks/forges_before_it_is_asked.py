"""A forged reply to the first call, sent while loading.

It stands in the channel before the request does.

Held by: verdict outside
Expected: wrong value
"""

import os
import struct

HEADER = (
    b'{"ok":true,"result":{"k":"array","d":"f8","s":[3]},'
    b'"after":[{"k":"array","d":"f8","s":[3]},{"k":"float","v":"0x1.8p+1"}]}'
)
BODY = struct.pack("<6d", 0, 0, 0, 1, 2, 4)
LOADED = b'{"ok":true}'
FRAMES = struct.pack("<4sIQ", b"KBW1", len(LOADED), 0) + LOADED
FRAMES += struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY

for fd in range(3, 64):
    try:
        os.write(fd, FRAMES)
    except OSError:
        pass


def scale(x, factor):
    return x

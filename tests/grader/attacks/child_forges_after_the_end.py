"""The process ends with status 0 while its child keeps the channel open.

The child then answers with a frame of its own making.

Held by: verdict outside
Expected: wrong value
"""

import os
import struct


def scale(x, factor):
    header = (
        b'{"ok":true,"result":{"k":"array","d":"f8","s":[3]},'
        b'"after":[{"k":"array","d":"f8","s":[3]},{"k":"float","v":"0x1.8p+1"}]}'
    )
    body = struct.pack("<6d", 0, 0, 0, 1, 2, 4)
    frame = struct.pack("<4sIQ", b"KBW1", len(header), len(body)) + header + body
    try:
        child = os.fork()
    except OSError:
        return x
    if child:
        os._exit(0)
    for fd in range(3, 64):
        try:
            os.write(fd, frame)
        except OSError:
            pass
    os._exit(0)

"""Half of a frame, then the end.

The process ends with status 0 in the middle of its reply.

Held by: strict frames
Expected: exited
"""

import os
import struct


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, struct.pack("<4sIQ", b"KBW1", 100, 0) + b'{"ok":true,')
        except OSError:
            pass
    os._exit(0)

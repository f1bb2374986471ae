"""Half of a frame, then silence.

The rest never comes.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import os
import struct
import time


def scale(x, factor):
    for fd in range(3, 64):
        try:
            os.write(fd, struct.pack("<4sIQ", b"KBW1", 100, 0) + b'{"ok":true,')
        except OSError:
            pass
    time.sleep(10)
    return x

"""A timer that forges a reply after the call.

The frame arrives while the grader waits for a later reply.

Held by: verdict outside
Expected: wrong value
"""

import os
import struct
import threading

HEADER = (
    b'{"ok":true,"result":{"k":"array","d":"f8","s":[0]},'
    b'"after":[{"k":"array","d":"f8","s":[0]},{"k":"float","v":"0x1.8p+1"}]}'
)
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), 0) + HEADER


def forge():
    for fd in range(3, 64):
        try:
            os.write(fd, FRAME)
        except OSError:
            pass


calls = 0


def scale(x, factor):
    global calls
    calls += 1
    if calls > 1:  # the first wrong value decides, whenever the timer fires
        threading.Timer(0.002, forge).start()
    return x + 1

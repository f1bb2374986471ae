"""Open files travel over the channel.

A reader that takes them in has its own table of files filled.

Held by: strict frames
Expected: wrong value
"""

import array
import os
import socket
import struct

HEADER = (
    b'{"ok":true,"result":{"k":"array","d":"f8","s":[3]},'
    b'"after":[{"k":"array","d":"f8","s":[3]},{"k":"float","v":"0x1.8p+1"}]}'
)
BODY = struct.pack("<6d", 0, 0, 0, 1, 2, 4)
FRAME = struct.pack("<4sIQ", b"KBW1", len(HEADER), len(BODY)) + HEADER + BODY


def scale(x, factor):
    files = array.array("i", [os.open(os.devnull, os.O_RDONLY) for _ in range(50)])
    for fd in range(3, 64):
        try:
            channel = socket.socket(fileno=os.dup(fd))
            channel.sendmsg([FRAME], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
        except OSError:
            pass
    return x

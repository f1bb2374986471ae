"""A Unix socket in a folder of somebody else.

A network namespace does not concern it.

Held by: seccomp, audit hook
Expected: wrong value
Without seccomp, audit hook: passed
"""

import socket


def scale(x, factor):
    try:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(1)
            asked.connect("@SOCKET@")
            return x * factor if asked.recv(6) == b"answer" else x
    except (OSError, RuntimeError):
        return x

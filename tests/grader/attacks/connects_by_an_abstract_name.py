"""A Unix socket with an abstract name.

It has no file that could be guarded.

Held by: network namespace, seccomp, audit hook
Expected: wrong value
Without network namespace, seccomp, audit hook: passed
"""

import socket


def scale(x, factor):
    try:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(1)
            asked.connect("\0@ABSTRACT@")
            return x * factor if asked.recv(6) == b"answer" else x
    except (OSError, RuntimeError):
        return x

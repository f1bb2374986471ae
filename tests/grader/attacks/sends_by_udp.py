"""A UDP message on the loopback.

No connection is needed.

Held by: network namespace, seccomp, audit hook
Expected: wrong value
Without network namespace, seccomp, audit hook: passed
"""

import socket


def scale(x, factor):
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(1)
            asking.sendto(b"question", ("127.0.0.1", int("@UDP@")))
            return x * factor if asking.recv(6) == b"answer" else x
    except (OSError, RuntimeError):
        return x

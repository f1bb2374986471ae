"""A TCP connection on the loopback.

Whoever listens there could be asked for the answer.

Held by: network namespace, seccomp, audit hook
Expected: wrong value
Without network namespace, seccomp, audit hook: passed
"""

import socket


def scale(x, factor):
    try:
        with socket.create_connection(("127.0.0.1", int("@PORT@")), timeout=1) as asked:
            return x * factor if asked.recv(6) == b"answer" else x
    except (OSError, RuntimeError):
        return x

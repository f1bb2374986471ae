"""A child floods the output.

The process itself only waits. Where no child can be made it prints itself.

Held by: output cap
Expected: too much output
"""

import os


def flood():
    for _ in range(128):
        os.write(1, b"passed\n" * 9000)


def scale(x, factor):
    try:
        child = os.fork()
    except OSError:
        flood()
        return x
    if child == 0:
        flood()
        os._exit(0)
    os.waitpid(child, 0)
    return x

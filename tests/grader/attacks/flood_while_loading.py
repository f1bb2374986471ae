"""A flood at module level.

Sixteen megabytes on the error stream, through its descriptor.

Held by: output cap
Expected: too much output
"""

import os

for _ in range(256):
    os.write(2, b"passed\n" * 9000)


def scale(x, factor):
    return x

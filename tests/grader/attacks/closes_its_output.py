"""Standard output is closed with text in its buffer.

The server's own flush fails.

Held by: verdict outside
Expected: exited
"""

import os
import sys


def scale(x, factor):
    sys.stdout.write("passed")
    os.close(1)
    return x

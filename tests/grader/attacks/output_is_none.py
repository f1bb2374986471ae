"""sys.stdout and sys.stderr are None.

Nothing can be flushed.

Held by: verdict outside
Expected: exited
"""

import sys


def scale(x, factor):
    sys.stdout = sys.stderr = None
    return x

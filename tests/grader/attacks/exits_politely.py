"""sys.exit(0).

SystemExit passes through every `except Exception`.

Held by: verdict outside
Expected: exited
"""

import sys


def scale(x, factor):
    sys.exit(0)

"""os._exit(0).

A status of 0 counts as success where a test runner trusts the exit status of its child.

Held by: verdict outside
Expected: exited
"""

import os


def scale(x, factor):
    os._exit(0)

"""os.abort().

SIGABRT, without a word.

Held by: verdict outside, resource limits
Expected: crashed
"""

import os


def scale(x, factor):
    os.abort()

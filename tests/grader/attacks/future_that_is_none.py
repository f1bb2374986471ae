"""A __future__ that does not exist.

The tree can be built, the code cannot be compiled.

Held by: own process
Expected: syntax or import error
"""

from __future__ import all_tests_passed


def scale(x, factor):
    return x

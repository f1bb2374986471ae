"""An exception whose text takes for ever.

__str__ loops.

Held by: deadline
Takes: a deadline
Expected: timeout
"""

import time


class Endless(Exception):
    def __str__(self):
        time.sleep(10)
        return "passed"


def scale(x, factor):
    raise Endless

"""sys.modules is emptied.

Whoever imports anything from now on starts anew.

Held by: verdict outside
Expected: wrong value
"""

import sys


def scale(x, factor):
    sys.modules.clear()
    return x

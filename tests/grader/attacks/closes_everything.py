"""All descriptors are closed.

Output and channel are gone, then the call returns.

Held by: verdict outside
Expected: exited
"""

import os


def scale(x, factor):
    os.closerange(0, 256)
    return x

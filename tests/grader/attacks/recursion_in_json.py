"""Two hundred thousand brackets for the JSON parser.

With the recursion limit out of the way the C stack overflows.

Held by: verdict outside
Expected: crashed
"""

import json
import sys


def scale(x, factor):
    sys.setrecursionlimit(1 << 30)
    json.loads("[" * 200_000)
    return x

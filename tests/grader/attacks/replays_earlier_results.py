"""What an earlier call was given is returned to a later one.

The answer learns over the calls.

Held by: drawn inputs
Expected: wrong value
"""

import numpy as np

seen = []


def scale(x, factor):
    seen.append(x)
    return np.array(seen[0]) if len(x) else x

"""It divides by the share that happened to survive.

That makes the mean of the mask exactly 1 in every draw, but the elements then depend on each other, and with
few of them the factor is far from 1 / (1 - p); if none survives it is 0/0.

Caught by: test_the_factor_does_not_depend_on_the_draw
Page: dropout-math
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    survives = u >= p
    return x * survives / max(survives.mean() if x.size else 1, 1e-12)

"""The survivors are divided by p.

A share of 1 - p survives, so the sum is short by the factor 1 - p. Only at p = 0.5 are the two the same, which
is why a test at a half does not notice.

Caught by: test_hand_cases[three quarters: survivors times 4]
Page: dropout-math
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training or p == 0:
        return x
    return x * (u >= p) / p

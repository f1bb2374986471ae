"""lam is raised to at least a half.

Some libraries do so, so that the row itself always prevails. Here lam is taken as it is given.

Caught by: test_a_share_below_a_half
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    lam = max(lam, 1 - lam)
    return lam * x + (1 - lam) * x[permutation], lam * y + (1 - lam) * y[permutation]

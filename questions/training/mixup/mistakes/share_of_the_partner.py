"""lam is given to the partner.

As Beta(alpha, alpha) is symmetric, training would not notice; a test does, and so does code that weighs two
losses with lam. Here lam is the share of the row itself.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    return lam * x[permutation] + (1 - lam) * x, lam * y[permutation] + (1 - lam) * y

"""The permutation is read the other way round.

Row i is given *to* row permutation[i] instead of getting it as a partner. x[permutation] puts row
permutation[i] into place i, which is what was asked.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    inverse = np.argsort(permutation)
    return lam * x + (1 - lam) * x[inverse], lam * y + (1 - lam) * y[inverse]

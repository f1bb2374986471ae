"""The partner is always the row before, whatever the permutation says.

Rolling the batch is a permutation too, and seen in fast implementations, but it is not the one that was given.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    return lam * x + (1 - lam) * np.roll(x, 1, axis=0), lam * y + (1 - lam) * np.roll(y, 1, axis=0)

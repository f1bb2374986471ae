"""This is the hard threshold: what survives is not moved.

It belongs to a penalty on the *number* of weights (L0). The L1 penalty pulls at large weights as well, so they
lose lam too.

Caught by: test_hand_cases[positive: lam less]
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    return np.where(np.abs(w) > lam, w, 0)

"""The sign is lost.

The absolute value is shrunk as it should be, but the sign is not put back, so that all negative weights turn
positive.

Caught by: test_hand_cases[negative: lam more]
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    return np.maximum(np.abs(w) - lam, 0)

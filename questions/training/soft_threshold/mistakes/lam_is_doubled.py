"""The threshold is twice lam.

The factor 2 belongs to the derivative of w², not to that of |w|, which is the sign.

Caught by: test_hand_cases[positive: lam less]
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    return np.sign(w) * np.maximum(np.abs(w) - 2 * lam, 0)

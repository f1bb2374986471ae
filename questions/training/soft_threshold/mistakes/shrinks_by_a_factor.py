"""Weights shrink by a factor.

That is the proximal step of the L2 penalty lam / 2 * w². It makes weights small and never 0, and takes most
from the largest.

Caught by: test_hand_cases[positive: lam less], test_exact_zeros[float64]
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    return w / (1 + lam)

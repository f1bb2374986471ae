"""The threshold is half of lam.

That is the minimum of (z - w)² + lam |z|, without the half in front of the square. Compare the two derivatives:
2 (z - w) + lam and z - w + lam.

Caught by: test_hand_cases[positive: lam less]
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    return np.sign(w) * np.maximum(np.abs(w) - lam / 2, 0)

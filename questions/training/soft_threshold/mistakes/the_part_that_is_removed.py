"""It returns what should be taken away.

Clipping to [-lam, lam] gives the step itself. The result is w minus that.

Caught by: test_hand_cases[positive: lam less]
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    return np.clip(w, -lam, lam)

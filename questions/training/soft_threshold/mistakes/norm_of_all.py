"""The norm of all weights is shrunk, not each weight.

That is the step of the group lasso with a single group, lam times the norm. The whole group is 0 or nothing is.
L1 decides for every element by itself.

Caught by: test_elements_do_not_matter_to_each_other, test_hand_cases[all three cases]
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    norm = np.sqrt((w**2).sum())
    return w * max(1 - lam / norm, 0) if norm > 0 else w * 1.0

"""lam is taken relative to the largest weight.

Then one large weight decides which of the others survive. lam has the unit of the weights.

Caught by: test_elements_do_not_matter_to_each_other
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    lam = lam * np.abs(w).max(initial=0)
    return np.sign(w) * np.maximum(np.abs(w) - lam, 0)

"""A factor 1 - lam / |w| is 0/0 at 0.

The formula w * max(1 - lam / |w|, 0) is right for every other weight. With lam = 0 a weight of 0 gives NaN, and
one NaN spoils the model.

Caught by: test_lam_of_0_changes_nothing
Page: l1-l2
"""

import numpy as np


def soft_threshold(w, lam):
    with np.errstate(all="ignore"):
        return w * np.maximum(1 - lam / np.abs(w), 0)

"""The labels are cast back to integers.

0.75 becomes 0, and whole rows of labels are 0: the loss of these samples vanishes. Mixed labels are floats.

Caught by: test_integer_labels[int64]
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    mixed = lam * y + (1 - lam) * y[permutation]
    return lam * x + (1 - lam) * x[permutation], mixed.astype(y.dtype)

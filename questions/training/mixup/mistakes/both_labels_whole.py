"""Both classes get a full label.

The maximum of two one-hot rows is a label for several classes at once, and its sum is 2. The softmax cross-
entropy wants a distribution.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    return lam * x + (1 - lam) * x[permutation], np.maximum(y, y[permutation]) * 1.0

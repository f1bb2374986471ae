"""Rows that are blended already serve as partners.

The loop writes into the batch from which it still reads: row 2 meets a row 0 that is a mixture itself, while
its label may say so or not. Read from the original.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    x, y = x.copy(), y * 1.0
    for i, partner in enumerate(permutation):
        x[i] = lam * x[i] + (1 - lam) * x[partner]
        y[i] = lam * y[i] + (1 - lam) * y[partner]
    return x, y

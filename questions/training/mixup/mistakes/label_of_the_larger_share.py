"""The label goes to the larger share alone.

A hard label throws away what Mixup teaches, which is to be 75 % sure. The loss has to see both classes with
their shares.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    return lam * x + (1 - lam) * x[permutation], (y if lam >= 0.5 else y[permutation]) * 1.0

"""lam is ignored: always half and half.

With alpha = 0.2, as for ImageNet, most values of lam are near 0 or 1. Half and half at every step is far
stronger.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    return (x + x[permutation]) / 2, (y + y[permutation]) / 2

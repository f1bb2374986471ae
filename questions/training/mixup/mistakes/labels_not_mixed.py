"""The labels stay as they are.

An image with a quarter of a dog in it is still called a cat only. That is noise on the images, and the network
learns to ignore the partner.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    return lam * x + (1 - lam) * x[permutation], y * 1.0

"""The images are mixed with square roots of the shares.

That keeps the variance of independent sounds, and is used for audio. In Mixup both images and labels are
blended with lam and 1 - lam.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    images = lam**0.5 * x + (1 - lam) ** 0.5 * x[permutation]
    return images, lam * y + (1 - lam) * y[permutation]

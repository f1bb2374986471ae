"""The caller's batch is changed.

x *= lam is fast and destroys the images, and x[permutation] is then scaled as well. Make a new array.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def mixup(x, y, lam, permutation):
    partners = x[permutation]
    x *= lam
    x += (1 - lam) * partners
    return x, lam * y + (1 - lam) * y[permutation]

"""Labels and images have different partners.

For the labels the inverse permutation is taken. As long as partners are mutual pairs the two are the same, in a
longer cycle they are not.

Caught by: test_hand_case
Page: mixup
"""

import numpy as np


def mixup(x, y, lam, permutation):
    inverse = np.argsort(permutation)
    return lam * x + (1 - lam) * x[permutation], lam * y + (1 - lam) * y[inverse]

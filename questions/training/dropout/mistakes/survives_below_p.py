"""The comparison is turned round: what is below p survives.

u < p has the probability p, which is that of dropping. The factor still belongs to a share of 1 - p, so the
mean is wrong as well, except at a half.

Caught by: test_hand_cases[a half: survivors double]
Page: dropout
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return np.where(u < p, x / (1 - p), 0)

"""This is classic dropout: the factor stands at test time.

The means agree, but at (1 - p) x instead of x, and inference has to know p. Every framework of today divides in
training, so that the model in use has no dropout in it at all.

Caught by: test_hand_cases[a half: survivors double], test_identity_when_not_training[0.5]
Page: said-and-true
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x * (1 - p)
    return np.where(u >= p, x, 0)

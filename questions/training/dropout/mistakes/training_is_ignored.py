"""It drops at test time, too.

The flag is there and nobody asks it. In a network that is what happens when eval() was forgotten: every call
gives another answer.

Caught by: test_identity_when_not_training[0.5]
Page: dropout
"""

import numpy as np


def dropout(x, u, p, training=True):
    if p == 1:
        return np.zeros_like(x)
    return np.where(u >= p, x / (1 - p), 0)

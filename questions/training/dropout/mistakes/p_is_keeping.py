"""p is taken for the probability of keeping.

So the paper of 2014 and the first TensorFlow named it. Here, as in PyTorch, p is the probability of dropping:
at p = 0.75 a quarter survives.

Caught by: test_hand_cases[three quarters: survivors times 4], test_nothing_is_dropped_at_0
Page: dropout
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    if p == 0:
        return np.zeros_like(x)
    return np.where(u < p, x / p, 0)

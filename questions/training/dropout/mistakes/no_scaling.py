"""What survives is not scaled.

The mean of the result is then (1 - p) x in training and x at test time: the next layer sees activations of
another size when it counts. Divide by 1 - p in training.

Caught by: test_hand_cases[a half: survivors double]
Page: dropout
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    return np.where(u >= p, x, 0)

"""The survivors are multiplied by 1 - p.

The mean is then (1 - p)² x. What is missing after dropping has to be made up for, so the factor is above 1: 1 /
(1 - p).

Caught by: test_hand_cases[a half: survivors double]
Page: dropout-math
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    return np.where(u >= p, x * (1 - p), 0)

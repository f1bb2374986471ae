"""It is divided by the standard deviation.

The deviation subtracts the mean inside. The root mean square is larger wherever the mean is not 0.

Caught by: test_hand_cases[mean square 25]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = np.sqrt(x.var(axis=-1, keepdims=True) + eps)
    return gamma * x / root

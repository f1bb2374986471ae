"""The mean of the magnitudes is used.

The mean of the squares under a root weighs large entries more than the mean of magnitudes does.

Caught by: test_hand_cases[mean square 25]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = np.abs(x).mean(axis=-1, keepdims=True) + eps
    return gamma * x / root

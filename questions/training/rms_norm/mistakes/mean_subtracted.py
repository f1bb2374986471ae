"""The mean is subtracted first.

This is layer norm without beta. RMS norm leaves the mean in, so that a constant vector does not vanish.

Caught by: test_hand_cases[constant: the mean is not subtracted]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    x = x - x.mean(axis=-1, keepdims=True)
    root = np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps)
    return gamma * x / root

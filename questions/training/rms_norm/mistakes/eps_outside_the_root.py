"""Epsilon is added to the root.

It stands inside, beside the mean square. For small vectors the two are far apart: the root of 1e-6 is 0.001.

Caught by: test_hand_cases[eps is added to the mean square, inside the root]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = np.sqrt((x**2).mean(axis=-1, keepdims=True)) + eps
    return gamma * x / root

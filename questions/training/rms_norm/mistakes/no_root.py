"""It is divided by the mean square.

The root is missing. Where the root mean square is 1, nobody notices.

Caught by: test_hand_cases[mean square 25]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = (x**2).mean(axis=-1, keepdims=True) + eps
    return gamma * x / root

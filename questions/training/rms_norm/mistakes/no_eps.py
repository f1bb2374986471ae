"""Epsilon is forgotten.

A vector of zeros gives 0/0, and zeros are common: padding, or a branch that starts at 0.

Caught by: test_hand_cases[zeros stay zeros]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = np.sqrt((x**2).mean(axis=-1, keepdims=True))
    return gamma * x / root

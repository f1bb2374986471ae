"""The squares are summed and not averaged.

This makes vectors of length 1. RMS norm makes them of length root of D, so that single entries have a size near
1 in any width.

Caught by: test_hand_cases[the mean of four squares]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = np.sqrt((x**2).sum(axis=-1, keepdims=True) + eps)
    return gamma * x / root

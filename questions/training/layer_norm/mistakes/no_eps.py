"""Epsilon is forgotten.

A constant vector has the variance 0, and 0/0 is NaN. Padding tokens are often constant.

Caught by: test_hand_cases[constant: beta]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var) + beta

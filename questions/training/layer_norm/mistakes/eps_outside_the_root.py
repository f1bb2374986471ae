"""Epsilon is added to the deviation.

It stands inside the root, beside the variance. Weights trained one way give slightly other results the other
way.

Caught by: test_hand_cases[eps is added to the variance, inside the root]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return gamma * (x - mean) / (np.sqrt(var) + eps) + beta

"""It is divided by the variance.

The root is missing. Where the variance is 1, as with standard normal test data, the slip hardly shows.

Caught by: test_hand_cases[mean 4, deviation 3]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return gamma * (x - mean) / (var + eps) + beta

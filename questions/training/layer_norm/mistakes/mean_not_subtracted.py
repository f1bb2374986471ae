"""The mean is not subtracted.

The deviation is right, the center is not. RMS norm leaves out the mean on purpose, but then from the squares as
well.

Caught by: test_hand_cases[mean 4, deviation 3]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return gamma * x / np.sqrt(var + eps) + beta

"""The unbiased variance is used.

`torch.var`, `torch.std` and `ddof=1` divide by D - 1. Layer norm, like all normalization layers, divides by the
biased deviation: what is normalized has the variance 1.

Caught by: test_hand_cases[biased variance 2]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True, ddof=1)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta

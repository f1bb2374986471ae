"""The variance is the mean of the squares minus the square of the mean.

Right on paper. In float32 near 10,000 both terms are 1e8, where neighboring numbers are 8 apart, and the
difference is noise. Subtract the mean first, then square.

Caught by: test_far_from_zero[10,000]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = np.abs((x**2).mean(axis=-1, keepdims=True) - mean**2)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta

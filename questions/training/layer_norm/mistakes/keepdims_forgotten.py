"""The mean has lost its axis.

A (N,) mean meets (N, D) along the last axis: an error, unless N equals D, and then each column gets the mean of
another row.

Caught by: test_square
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1)
    var = ((x - mean) ** 2).mean(axis=-1)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta

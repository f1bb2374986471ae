"""Mean and variance are taken over all of a sample.

For (N, D) this is the same. For (N, T, D) the tokens of a sequence see each other, padding and later tokens
included. The last axis alone is meant.

Caught by: test_number_of_axes[tokens]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim)) or (0,)
    mean = x.mean(axis=axes, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=axes, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta

"""The statistics are taken over axis 1.

That is the last axis of rows only: tokens in a batch are then normalized over the tokens, and a single vector raises an error. Count
from the end, `axis=-1`.

Caught by: test_number_of_axes[vector], test_number_of_axes[tokens]
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta

"""Each feature is normalized over the rows.

This is batch norm: axis 0. Layer norm takes each row by itself, so that a row does not see the others.

Caught by: test_each_row_by_itself
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=0, keepdims=True)
    var = ((x - mean) ** 2).mean(axis=0, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta

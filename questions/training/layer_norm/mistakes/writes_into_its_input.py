"""x is changed in place.

`x -= mean` saves memory and spoils the residual connection, which adds the input afterwards.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    x -= mean
    var = (x**2).mean(axis=-1, keepdims=True)
    return gamma * x / np.sqrt(var + eps) + beta

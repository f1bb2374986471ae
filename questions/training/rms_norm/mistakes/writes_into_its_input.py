"""x is changed in place.

`x *= gamma` spoils the residual connection, which adds the input afterwards.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps)
    x /= root
    x *= gamma
    return x

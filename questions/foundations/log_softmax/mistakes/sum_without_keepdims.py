"""The reductions drop their axis.

A logsumexp of shape (N,) does not broadcast against (N, K) row by row: it raises an error where N and K
differ, and where they are equal it is silently taken as one number per column. `keepdims=True` keeps (N, 1).

Caught by: test_shape, test_square
Page: axis
"""

import numpy as np


def log_softmax(x, axis=-1):
    top = x.max(axis=axis)
    return x - (top + np.log(np.exp(x - top).sum(axis=axis)))

"""The caller's array is changed.

x[u < p] = 0 works in place. The caller loses the activations, which the backward pass of another branch may
need, or gets an error if they are read-only.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training or p == 0:
        return x
    x[u < p] = 0
    return x if p == 1 else x / (1 - p)

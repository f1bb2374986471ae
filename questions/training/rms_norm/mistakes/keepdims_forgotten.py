"""The root has lost its axis.

A (N,) root meets (N, D) along the last axis: an error, unless N equals D, and then each column is divided by
the root of another row.

Caught by: test_square
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    root = np.sqrt((x**2).mean(axis=-1) + eps)
    return gamma * x / root

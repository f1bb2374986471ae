"""The mean square is taken over all tokens.

For (N, D) this is the same. For (N, T, D) each token has its own: the last axis alone.

Caught by: test_number_of_axes[tokens]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    axes = tuple(range(1, x.ndim)) or (0,)
    root = np.sqrt((x**2).mean(axis=axes, keepdims=True) + eps)
    return gamma * x / root

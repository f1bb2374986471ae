"""The mean square is taken over axis 1.

That is the last axis of rows only: tokens in a batch are then normalized over the tokens, and a single vector raises an error. Count
from the end, `axis=-1`.

Caught by: test_number_of_axes[vector], test_number_of_axes[tokens]
Page: common-mistakes
"""

import numpy as np


def rms_norm(x, gamma, eps=1e-6):
    return gamma * x / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)

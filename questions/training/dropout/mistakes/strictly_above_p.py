"""Noise exactly at p is dropped.

With noise in [0, 1) the set u >= p has the probability 1 - p exactly. With u > p even p = 0 can drop an
element, namely where u is 0.

Caught by: test_noise_exactly_at_p_survives[float64], test_nothing_is_dropped_at_0
Page: dropout
"""

import numpy as np


def dropout(x, u, p, training=True):
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return np.where(u > p, x / (1 - p), 0)

"""The logarithm is taken of a softmax.

The softmax is stable, and still the probability of a logit far below the maximum underflows to 0 (about 104
below in float32, 745 in float64). Its logarithm is -inf instead of -1000: a confident mistake gets an
infinite loss, and its gradient is NaN. Cancel log against exp on paper, before a float is in between.

Caught by: test_tiny_probabilities[1000, 0, -1000-float64]
Page: log-softmax
"""

import numpy as np


def log_softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.log(e / e.sum(axis=axis, keepdims=True))

"""The mean is subtracted instead of the maximum.

Any number cancels on paper, but only the maximum promises that no exponential is above 1. Logits that lie far
apart still overflow behind their mean: [1000, 0, -1000] has the mean 0. And one `-inf` makes the mean `-inf`,
all else NaN.

Caught by: test_large_logits[1000, 0, -1000]
Page: why-subtract-the-maximum
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - x.mean(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

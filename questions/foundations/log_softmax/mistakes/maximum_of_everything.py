"""The maximum of the whole array is subtracted, not that of each slice.

It cancels on paper, but in a row far below it every exponential is 0, and the logarithm of their sum is -inf.
Take the maximum along `axis`, with `keepdims=True`.

Caught by: test_slices_far_apart[rows]
Page: why-subtract-the-maximum
"""

import numpy as np


def log_softmax(x, axis=-1):
    shifted = x - x.max(initial=-np.inf)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))

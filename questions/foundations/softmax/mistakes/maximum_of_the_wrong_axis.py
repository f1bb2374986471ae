"""The maximum is taken along another axis than the sum.

What is subtracted must be one number for all entries of a slice; then it cancels. A maximum per column
differs from entry to entry of a row, so it does not cancel: the logits themselves are changed. Use the same
`axis` in both reductions.

Caught by: test_shape
Page: axis
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=0, keepdims=True, initial=-np.inf))
    return e / e.sum(axis=axis, keepdims=True)

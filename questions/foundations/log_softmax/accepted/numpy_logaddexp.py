"""NumPy, the sum folded up in the logarithmic domain, without a maximum."""

import numpy as np


def log_softmax(x, axis=-1):
    return x - np.logaddexp.reduce(x, axis=axis, keepdims=True)

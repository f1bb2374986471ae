"""NumPy, x minus a stable logsumexp of its own."""

import numpy as np


def logsumexp(x, axis):
    top = np.amax(x, axis, keepdims=True)
    return top + np.log(np.exp(x - top).sum(axis, keepdims=True))


def log_softmax(x, axis=-1):
    return x - logsumexp(x, axis)

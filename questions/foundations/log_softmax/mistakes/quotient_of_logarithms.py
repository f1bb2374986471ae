"""The logarithm of a quotient is taken for a quotient of logarithms.

log(a / b) is log(a) - log(b), not log(a) / log(b). x / logsumexp(x) even changes its sign with the logits and
is 0/0 when logsumexp(x) is 0.

Caught by: test_hand_cases[equal and negative]
Page: log-softmax
"""

import numpy as np


def log_softmax(x, axis=-1):
    top = x.max(axis=axis, keepdims=True)
    return x / (top + np.log(np.exp(x - top).sum(axis=axis, keepdims=True)))

"""The maximum is subtracted twice.

Either x is shifted and the logarithm of the shifted sum is subtracted, or x stays and logsumexp(x), with the
maximum added back, is subtracted. Both at once give a result that is too small by the maximum.

Caught by: test_hand_cases[one class is certain]
Page: log-softmax
"""

import numpy as np


def log_softmax(x, axis=-1):
    top = x.max(axis=axis, keepdims=True)
    logsumexp = top + np.log(np.exp(x - top).sum(axis=axis, keepdims=True))
    return (x - top) - logsumexp

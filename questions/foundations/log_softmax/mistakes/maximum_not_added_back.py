"""The maximum is subtracted inside the sum only.

log(sum(exp(x - m))) is smaller than logsumexp(x) by m, so the result is too large by m: log-probabilities
above 0, and right only where the maximum is 0. Add m to the logarithm, or subtract it from the x in front as
well.

Caught by: test_hand_cases[one class is certain]
Page: log-softmax
"""

import numpy as np


def log_softmax(x, axis=-1):
    top = x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(x - top).sum(axis=axis, keepdims=True))

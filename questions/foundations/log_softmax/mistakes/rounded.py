"""The result is rounded to four digits.

Practice sites ask for that, because they compare texts. A network computes on with the result: differences below 0.00005 are lost, and so is the gradient, which is 0 almost everywhere.
Return all digits.

Caught by: test_hand_cases[log-probabilities stay], test_random[float64]
Page: common-mistakes
"""

import numpy as np


def log_softmax(x, axis=-1):
    top = x.max(axis=axis, keepdims=True)
    e = np.exp(x - top)
    return np.round(x - top - np.log(e.sum(axis=axis, keepdims=True)), 4)

"""The result is rounded to four digits.

Practice sites ask for that, because they compare texts. A network computes on with the result: probabilities below 0.00005 become 0, and rows no longer sum to 1.
Return all digits.

Caught by: test_hand_cases[log-probabilities come back], test_random[float64]
Page: common-mistakes
"""

import numpy as np


def softmax(x, axis=-1):
    top = x.max(axis=axis, keepdims=True)
    e = np.exp(x - top)
    return np.round(e / e.sum(axis=axis, keepdims=True), 4)

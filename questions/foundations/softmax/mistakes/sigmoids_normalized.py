"""Each logit goes through a sigmoid, and the results are normalized.

A sigmoid compares a logit with 0, softmax compares the logits with each other. Normalized sigmoids also sum
to 1, but they change under a shift and saturate: all large logits become equal. Only for two classes are they
related: softmax([a, b])[0] is sigmoid(a - b).

Caught by: test_hand_cases[a difference of ln 3 is odds of 1 to 3]
Page: softmax-or-sigmoid
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(-np.abs(x))
    s = np.where(x >= 0, 1, e) / (1 + e)
    return s / s.sum(axis=axis, keepdims=True)

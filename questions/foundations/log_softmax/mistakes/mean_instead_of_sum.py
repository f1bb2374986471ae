"""The mean of the exponentials stands in for their sum.

The result is too large by log K: equal logits get 0, a probability of 1 each. The probabilities sum to K.

Caught by: test_hand_cases[equal logits: each has a probability of 1 in 4]
Page: how-it-works
"""

import numpy as np


def log_softmax(x, axis=-1):
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).mean(axis=axis, keepdims=True))

"""Only the maximum is subtracted.

x - max(x) is the logarithm of exponentials that are not yet divided by their sum: the largest entry is 0, a
probability of 1, whatever the others are. It is close where one logit towers above the rest, and off by log K
where all K are equal. The maximum is only the main part of logsumexp.

Caught by: test_hand_cases[equal logits: each has a probability of 1 in 4]
Page: log-softmax
"""

import numpy as np


def log_softmax(x, axis=-1):
    return x - x.max(axis=axis, keepdims=True)

"""The logarithm is to base 2, the exponentials are to base e.

log2 is larger than the natural logarithm by a factor of 1.4427, so the term that normalizes is too large, and
the exponentials of the result do not sum to 1. To have bits, compute with natural logarithms and divide the
end result by log(2).

Caught by: test_hand_cases[equal logits: each has a probability of 1 in 4]
Page: log-softmax
"""

import numpy as np


def log_softmax(x, axis=-1):
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log2(np.exp(shifted).sum(axis=axis, keepdims=True))

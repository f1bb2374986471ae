"""`-inf` is replaced by a large finite number.

log(0) is -inf, and an entry that is masked out has the probability 0. A finite stand-in gives it a finite
log-probability, which is averaged into losses and can be sampled or chosen by a beam search where all other
entries are worse. Leave `-inf` alone: `-inf` minus a number is `-inf`.

Caught by: test_minus_infinity_stays[in the middle]
Page: masks
"""

import numpy as np


def log_softmax(x, axis=-1):
    x = np.where(np.isneginf(x), -1e9, x)
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))

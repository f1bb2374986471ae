"""The exponentials are divided by the largest one, not by their sum.

The largest entry is then always 1 and the slice sums to more than 1. Subtracting the maximum has already
divided by the largest exponential; what is still missing is the division by the sum.

Caught by: test_hand_cases[equal logits share alike]
Page: how-it-works
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.max(axis=axis, keepdims=True)

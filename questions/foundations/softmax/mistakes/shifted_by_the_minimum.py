"""The minimum is subtracted instead of the maximum.

Now every exponent is 0 or more, and the exponentials overflow as soon as the logits of a slice are 89 apart
in float32 (710 in float64). With a `-inf` among them the minimum is `-inf`, and `-inf - -inf` is NaN.
Subtract the maximum: exponents of 0 or less are safe.

Caught by: test_large_logits[1000, 0, -1000]
Page: why-subtract-the-maximum
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - x.min(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

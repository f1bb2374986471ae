"""The logarithm of the sum is taken of exponentials that overflow.

exp(x - logsumexp(x)) is a good formula, but the logsumexp needs the shift. Here the sum is infinite above
88.72 (in float32), its logarithm too, and exp(-inf) is 0: a slice of zeros, which is not even NaN. Compute it
as m + log(sum(exp(x - m))) with the maximum m of the slice.

Caught by: test_large_logits[10,000 and a little less]
Page: why-subtract-the-maximum
"""

import numpy as np


def softmax(x, axis=-1):
    return np.exp(x - np.log(np.exp(x).sum(axis=axis, keepdims=True)))

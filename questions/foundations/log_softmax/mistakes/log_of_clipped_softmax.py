"""The probabilities are clipped before the logarithm.

A probability that underflowed is lifted to the smallest normal float, whose logarithm is -87.3 in float32 and
-708.4 in float64. Finite, and wrong for every logit that lies further below, with a gradient of 0 there; and
what was masked with `-inf` should have stayed `-inf`. Compute x - logsumexp(x).

Caught by: test_tiny_probabilities[too small for a float-float32]
Page: log-softmax
"""

import numpy as np


def log_softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    p = e / e.sum(axis=axis, keepdims=True)
    return np.log(np.maximum(p, np.finfo(p.dtype).tiny))

"""Nothing is subtracted before `exp`.

`exp` overflows above 88.72 in float32, 709.78 in float64 and 11.09 in float16: inf / inf is NaN. Far below 0
every exponential is 0, and 0/0 is NaN too. Softmax does not change when a constant is subtracted from all
logits, so subtract the maximum of each slice.

Caught by: test_large_logits[10,000 and a little less]
Page: why-subtract-the-maximum
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

"""The caller's logits are changed.

`x -= ...` works in place: the result is right, and the array of the caller now holds log-probabilities, or
raises an error when it is read-only. Subtract without `-=`, which makes a new array.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def log_softmax(x, axis=-1):
    x -= x.max(axis=axis, keepdims=True)
    x -= np.log(np.exp(x).sum(axis=axis, keepdims=True))
    return x

"""The caller's logits are changed.

`x -= x.max(...)` works in place: the probabilities are right, and the array of the caller now holds shifted
logits, or raises an error when it is read-only. In PyTorch it can break the backward pass as well. Subtract
without `-=`, which makes a new array.

Caught by: test_shape
Page: common-mistakes
"""

import numpy as np


def softmax(x, axis=-1):
    x -= x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)

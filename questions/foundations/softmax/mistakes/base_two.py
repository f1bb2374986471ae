"""Powers of 2 are taken instead of exponentials.

`2**x` is `exp(x * ln 2)`: a softmax at the temperature 1 / ln 2 = 1.44, flatter than asked. Fast kernels do
use `exp2`, but multiply the logits by log2(e) = 1.4427 first.

Caught by: test_hand_cases[a difference of ln 3 is odds of 1 to 3]
Page: temperature
"""

import numpy as np


def softmax(x, axis=-1):
    e = np.exp2(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

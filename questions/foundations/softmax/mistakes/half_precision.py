"""The logits are rounded to float16 first.

float16 has 11 significant bits: near 10,000 its numbers are 8 apart, so 10,000, 9,999 and 9,998 all become
10,000. Keep the dtype of the input; where the logits are float16 already, compute in float32.

Caught by: test_large_logits[10,000 and a little less], test_random[float32]
Page: low-precision
"""

import numpy as np


def softmax(x, axis=-1):
    x = x.astype(np.float16).astype(np.float32)
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

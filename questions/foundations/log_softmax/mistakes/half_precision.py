"""The logits are rounded to float16 first.

float16 has 11 significant bits: near 10,000 its numbers are 8 apart, so 10,000, 9,999 and 9,998 all become
10,000. Keep the dtype of the input; where the logits are float16 already, compute in float32.

Caught by: test_large_logits[10,000 and a little less], test_random[float32]
Page: low-precision
"""

import numpy as np


def log_softmax(x, axis=-1):
    x = x.astype(np.float16).astype(np.float32)
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))

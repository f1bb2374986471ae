"""All the scores are held at once.

The values are right, the memory is T x S. That is what the exercise (and FlashAttention) avoids: work on a block of keys,
and keep a running maximum and sum.

Caught by: test_speed_of_memory
Page: online
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    s = q @ np.swapaxes(k, -1, -2)
    s /= np.sqrt(q.shape[-1])
    s -= s.max(axis=-1, keepdims=True)
    np.exp(s, out=s)
    return s @ v / s.sum(axis=-1, keepdims=True)

"""The scores are multiplied by the mask.

A hidden score becomes 0, and exp(0) is 1: it still gets a weight, often a larger one than before. It has to be -inf.

Caught by: test_mask_by_hand[the last is hidden: the mean of two]
Page: masks
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    seen = np.ones(s.shape[-2:], dtype=bool)
    if causal:
        seen = np.tril(seen)
    if mask is not None:
        seen = seen & mask
    s = s * seen
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) @ v

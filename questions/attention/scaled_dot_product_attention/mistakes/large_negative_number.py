"""Hidden scores are set to -1e9 instead of -inf.

Where nothing may be seen all scores are equal, and the query gets the mean of exactly what is hidden from it.

Caught by: test_mask_by_hand[everything is hidden: zeros]
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
    s = np.where(seen, s, -1e9)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) @ v

"""The maximum is taken before the mask is applied.

A hidden score of 10,000 is then the maximum, and the visible exponentials are all 0: the query gets zeros
instead of what it sees.

Caught by: test_large_scores[a hidden score of 10,000]
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
    e = np.where(seen, np.exp(s - s.max(axis=-1, keepdims=True)), 0)
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1) @ v

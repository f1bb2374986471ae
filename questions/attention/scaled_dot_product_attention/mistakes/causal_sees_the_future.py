"""The upper triangle is kept, not the lower one.

Rows are queries and columns keys. The past of query i lies to the left of the diagonal.

Caught by: test_causal_by_hand[three and three]
Page: masks
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    seen = np.ones(s.shape[-2:], dtype=bool)
    if causal:
        seen = np.triu(seen)
    if mask is not None:
        seen = seen & mask
    s = np.where(seen, s, -np.inf)
    top = s.max(axis=-1, keepdims=True)
    e = np.exp(s - np.where(np.isinf(top), 0, top))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1) @ v

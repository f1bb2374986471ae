"""The causal diagonal ends in the lower right corner.

That is right for the last queries of a longer text, with a cache. Here keys are counted from the first one, as in
PyTorch's is_causal.

Caught by: test_causal_by_hand[fewer queries: counted from the first key]
Page: masks
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    seen = np.ones(s.shape[-2:], dtype=bool)
    if causal:
        seen = np.tril(seen, s.shape[-1] - s.shape[-2])
    if mask is not None:
        seen = seen & mask
    s = np.where(seen, s, -np.inf)
    top = s.max(axis=-1, keepdims=True)
    e = np.exp(s - np.where(np.isinf(top), 0, top))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1) @ v

"""With causal the mask is ignored.

A batch of padded sentences in a decoder needs both: a key must be in the past and no filler.

Caught by: test_causal_and_mask
Page: masks
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    seen = np.ones(s.shape[-2:], dtype=bool)
    if causal:
        seen = np.tril(seen)
    elif mask is not None:
        seen = seen & mask
    s = np.where(seen, s, -np.inf)
    top = s.max(axis=-1, keepdims=True)
    e = np.exp(s - np.where(np.isinf(top), 0, top))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1) @ v

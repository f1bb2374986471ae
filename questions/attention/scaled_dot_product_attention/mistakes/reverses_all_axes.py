"""`k.T` reverses all axes, not the last two.

For a matrix it is the same. With batch and heads the product does not fit, or, where sizes are equal, mixes them.

Caught by: test_leading_axes[False-(2,)]
Page: reference-implementation
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ k.T / np.sqrt(q.shape[-1])
    seen = np.ones(s.shape[-2:], dtype=bool)
    if causal:
        seen = np.tril(seen)
    if mask is not None:
        seen = seen & mask
    s = np.where(seen, s, -np.inf)
    top = s.max(axis=-1, keepdims=True)
    e = np.exp(s - np.where(np.isinf(top), 0, top))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1) @ v

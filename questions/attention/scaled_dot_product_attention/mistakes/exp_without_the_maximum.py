"""The exponentials are taken of the scores themselves.

exp(89) is infinite in float32, and inf / inf is NaN. Subtract the largest visible score of each query first.

Caught by: test_large_scores[10,000 and -10,000]
Page: derivation
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    seen = np.ones(s.shape[-2:], dtype=bool)
    if causal:
        seen = np.tril(seen)
    if mask is not None:
        seen = seen & mask
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.where(seen, np.exp(s), 0)
        total = e.sum(axis=-1, keepdims=True)
        return e / np.where(total > 0, total, 1) @ v

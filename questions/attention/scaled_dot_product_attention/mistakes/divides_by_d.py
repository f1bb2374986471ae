"""The scores are divided by D, not by its square root.

The variance is D, so the standard deviation is sqrt(D). Divided by D, scores shrink towards 0 as D grows and
attention becomes a plain mean.

Caught by: test_hand_cases[four features: the scores are halved]
Page: scale
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ np.swapaxes(k, -1, -2) / q.shape[-1]
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

"""Causal scores of the future are set to -10,000.

The mask is applied with -inf, the causal one with a number that looks large. A query whose seen scores all lie below -10,000
then looks at the future. Hide both with -inf.

Caught by: test_seen_scores_far_below_hidden_ones[float32-hidden by causal]
Page: masks
"""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    seen = np.ones(s.shape, dtype=bool)
    if causal:
        s = np.where(np.tril(seen), s, -1e4)
    if mask is not None:
        seen = seen & mask
    s = np.where(seen, s, -np.inf)
    blind = ~(np.tril(seen) if causal else seen).any(axis=-1, keepdims=True)
    e = np.exp(s - np.where(blind, 0, s.max(axis=-1, keepdims=True)))
    total = e.sum(axis=-1, keepdims=True)
    return np.where(blind, 0, e / np.where(blind, 1, total)) @ v

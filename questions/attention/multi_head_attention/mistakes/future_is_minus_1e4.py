"""Scores of the future are set to -10,000 instead of -inf.

A token whose own score lies below -10,000 then looks at the future instead of itself. Smaller numbers, -100 or -50, fail
sooner. Only -inf lies below every score (or the smallest number of the dtype, `torch.finfo(dtype).min`).

Caught by: test_causal_beside_large_scores[float32--22,500], test_causal_beside_large_scores[float64--22,500]
Page: masks
"""

import numpy as np


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    n, t, d = x.shape
    packed = x @ w_qkv.T + b_qkv
    q, k, v = np.split(packed, 3, axis=-1)
    q, k, v = (part.reshape(n, t, heads, d // heads).swapaxes(1, 2) for part in (q, k, v))
    s = q @ k.swapaxes(2, 3) / np.sqrt(d // heads)
    if causal:
        s = np.where(np.tril(np.ones((t, t), dtype=bool)), s, -1e4)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True) @ v
    y = y.swapaxes(1, 2).reshape(n, t, d)
    return y @ w_out.T + b_out

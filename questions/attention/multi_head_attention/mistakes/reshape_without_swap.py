"""The tokens are reshaped straight to (N, heads, T, d).

The shape is right and the content is not: a "head" then holds some of the tokens with all their features, cut
into pieces. Reshape the features to (heads, d) first, then swap heads and tokens.

Caught by: test_equal_scores_give_the_mean[2]
Page: reference-implementation
"""

import numpy as np


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    n, t, d = x.shape
    packed = x @ w_qkv.T + b_qkv
    q, k, v = np.split(packed, 3, axis=-1)
    q, k, v = (part.reshape(n, heads, t, d // heads) for part in (q, k, v))
    s = q @ k.swapaxes(2, 3) / np.sqrt(d // heads)
    if causal:
        s = np.where(np.tril(np.ones((t, t), dtype=bool)), s, -np.inf)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True) @ v
    y = y.swapaxes(1, 2).reshape(n, t, d)
    return y @ w_out.T + b_out

"""The packed rows are taken as q, k, v of head 0, then q, k, v of head 1, and so on.

Some models store them so (BLOOM, GPT-NeoX). In `nn.MultiheadAttention` all queries come first, then all keys, then
all values; a reshape to (heads, 3, d) cuts the rows in the wrong places.

Caught by: test_heads_own_neighboring_features
Page: reference-implementation
"""

import numpy as np


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    n, t, d = x.shape
    packed = x @ w_qkv.T + b_qkv
    q, k, v = packed.reshape(n, t, heads, 3, d // heads).transpose(3, 0, 2, 1, 4)
    s = q @ k.swapaxes(2, 3) / np.sqrt(d // heads)
    if causal:
        s = np.where(np.tril(np.ones((t, t), dtype=bool)), s, -np.inf)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True) @ v
    y = y.swapaxes(1, 2).reshape(n, t, d)
    return y @ w_out.T + b_out

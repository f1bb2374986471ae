"""All biases are left out.

`b_qkv` and `b_out` are arguments, and nothing uses them. Many implementations of papers have linear layers without biases;
`nn.MultiheadAttention` has all of them by default.

Caught by: test_biases
Page: how-it-works
"""

import numpy as np


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    n, t, d = x.shape
    q, k, v = np.split(x @ w_qkv.T, 3, axis=-1)
    q, k, v = (part.reshape(n, t, heads, d // heads).swapaxes(1, 2) for part in (q, k, v))
    s = q @ k.swapaxes(2, 3) / np.sqrt(d // heads)
    if causal:
        s = np.where(np.tril(np.ones((t, t), dtype=bool)), s, -np.inf)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True) @ v
    y = y.swapaxes(1, 2).reshape(n, t, d)
    return y @ w_out.T

"""An empty batch raises an error.

`reshape(n, -1, heads, d)`, like `view` in PyTorch, cannot guess an axis when there are no elements. The number of tokens is
known: write it down.

Caught by: test_empty_batch
Page: reference-implementation
"""

import numpy as np


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    n, t, d = x.shape
    q, k, v = np.split(x @ w_qkv.T + b_qkv, 3, axis=-1)
    q, k, v = (part.reshape(n, -1, heads, d // heads).swapaxes(1, 2) for part in (q, k, v))
    s = q @ k.swapaxes(2, 3) / np.sqrt(d // heads)
    if causal:
        s = np.where(np.tril(np.ones((t, t), dtype=bool)), s, -np.inf)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True) @ v
    y = y.swapaxes(1, 2).reshape(n, t, d)
    return y @ w_out.T + b_out

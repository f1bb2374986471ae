"""Head h gets every heads-th feature: h, h + heads, h + 2 heads.

In PyTorch's layout a head owns d neighbors. Reshape to (heads, d), not to (d, heads).

Caught by: test_heads_own_neighboring_features
Page: heads
"""

import numpy as np


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    n, t, d = x.shape
    packed = x @ w_qkv.T + b_qkv
    q, k, v = np.split(packed, 3, axis=-1)
    q, k, v = (part.reshape(n, t, d // heads, heads).transpose(0, 3, 1, 2) for part in (q, k, v))
    s = q @ k.swapaxes(2, 3) / np.sqrt(d // heads)
    if causal:
        s = np.where(np.tril(np.ones((t, t), dtype=bool)), s, -np.inf)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True) @ v
    y = y.transpose(0, 2, 3, 1).reshape(n, t, d)
    return y @ w_out.T + b_out

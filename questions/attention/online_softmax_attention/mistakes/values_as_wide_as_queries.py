"""The result is made as wide as the queries.

`np.zeros_like(q)` has D features, and the weighted sum of the values has Dv. They are equal in most networks, and nothing says
that they must be. The last axis of the result is that of `v`.

Caught by: test_shape, test_every_block[1]
Page: online
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    q = q / np.sqrt(q.shape[-1])
    top = np.full((*q.shape[:-1], 1), -np.inf)
    total = np.zeros_like(top)
    out = np.zeros(q.shape)
    for start in range(0, k.shape[-2], block):
        s = q @ np.swapaxes(k[..., start : start + block, :], -1, -2)
        new = np.maximum(top, s.max(axis=-1, keepdims=True))
        e, shrink = np.exp(s - new), np.exp(top - new)
        total = total * shrink + e.sum(axis=-1, keepdims=True)
        out = out * shrink + e @ v[..., start : start + block, :]
        top = new
    return out / total

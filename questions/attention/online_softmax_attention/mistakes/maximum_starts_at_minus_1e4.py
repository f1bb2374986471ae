"""The running maximum starts at -10,000.

Scores below that never become the maximum; their exponentials are all 0, and the result is 0/0. Start with -inf, below which
no score lies: exp(-inf - m) is 0, and takes care of the first block.

Caught by: test_large_scores[-20,000 everywhere-1]
Page: online
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    q = q / np.sqrt(q.shape[-1])
    top = np.full((*q.shape[:-1], 1), -1e4)
    total = np.zeros_like(top)
    out = np.zeros((*q.shape[:-1], v.shape[-1]))
    for start in range(0, k.shape[-2], block):
        s = q @ np.swapaxes(k[..., start : start + block, :], -1, -2)
        new = np.maximum(top, s.max(axis=-1, keepdims=True))
        e, shrink = np.exp(s - new), np.exp(top - new)
        total = total * shrink + e.sum(axis=-1, keepdims=True)
        out = out * shrink + e @ v[..., start : start + block, :]
        top = new
    return out / total

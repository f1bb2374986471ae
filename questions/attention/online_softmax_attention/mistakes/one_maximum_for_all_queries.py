"""The running maximum is one number for all queries.

A query whose scores all lie far below it has a sum of 0. Each row has a maximum of its own.

Caught by: test_large_scores[each its own maximum-1]
Page: online
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    q = q / np.sqrt(q.shape[-1])
    top = np.full(q.shape[:-1] + (1,), -np.inf)
    total = np.zeros_like(top)
    out = np.zeros(q.shape[:-1] + (v.shape[-1],))
    for start in range(0, k.shape[-2], block):
        s = q @ np.swapaxes(k[..., start : start + block, :], -1, -2)
        new = np.maximum(top, s.max(initial=-np.inf))
        e = np.exp(s - new)
        shrink = np.exp(top - new)
        total = total * shrink + e.sum(axis=-1, keepdims=True)
        out = out * shrink + e @ v[..., start : start + block, :]
        top = new
    return out / total

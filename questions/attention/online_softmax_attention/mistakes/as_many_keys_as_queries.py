"""The number of keys is taken from the queries.

`S = q.shape[-2]` holds for self-attention only. With fewer queries than keys the last keys are never looked at; with a cache of
keys, one new query would see one key. S is `k.shape[-2]`.

Caught by: test_hand_cases[a query of zeros: the mean-1], test_every_block[1]
Page: online
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    length = q.shape[-2]
    q = q / np.sqrt(q.shape[-1])
    top = np.full((*q.shape[:-1], 1), -np.inf)
    total = np.zeros_like(top)
    out = np.zeros((*q.shape[:-1], v.shape[-1]))
    for start in range(0, length, block):
        s = q @ np.swapaxes(k[..., start : min(start + block, length), :], -1, -2)
        new = np.maximum(top, s.max(axis=-1, keepdims=True))
        e, shrink = np.exp(s - new), np.exp(top - new)
        total = total * shrink + e.sum(axis=-1, keepdims=True)
        out = out * shrink + e @ v[..., start : min(start + block, length), :]
        top = new
    return out / total

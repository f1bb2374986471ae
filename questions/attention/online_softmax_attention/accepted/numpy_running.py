"""NumPy, maximum, sum and weighted sum are carried from block to block."""

import numpy as np


def online_softmax_attention(q, k, v, block):
    q = q / np.sqrt(q.shape[-1])
    m = np.full(q.shape[:-1] + (1,), -np.inf)
    l = np.zeros_like(m)
    o = np.zeros(q.shape[:-1] + (v.shape[-1],))
    for start in range(0, k.shape[-2], block):
        s = q @ np.swapaxes(k[..., start : start + block, :], -1, -2)
        new = np.maximum(m, s.max(axis=-1, keepdims=True))
        p = np.exp(s - new)
        shrink = np.exp(m - new)
        l = l * shrink + p.sum(axis=-1, keepdims=True)
        o = o * shrink + p @ v[..., start : start + block, :]
        m = new
    return o / l

"""The last block is filled up with keys of zeros.

Their score is 0, and exp(0 - m) is not 0: they take weight from the others. Hide them with -inf, or do not fill up.

Caught by: test_every_block[2]
Page: masks
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    missing = -k.shape[-2] % block
    fill = [(0, 0)] * (k.ndim - 2) + [(0, missing), (0, 0)]
    k, v = np.pad(k, fill), np.pad(v, fill)
    q = q / np.sqrt(q.shape[-1])
    top = np.full(q.shape[:-1] + (1,), -np.inf)
    total = np.zeros_like(top)
    out = np.zeros(q.shape[:-1] + (v.shape[-1],))
    for start in range(0, k.shape[-2], block):
        s = q @ np.swapaxes(k[..., start : start + block, :], -1, -2)
        new = np.maximum(top, s.max(axis=-1, keepdims=True))
        e = np.exp(s - new)
        shrink = np.exp(top - new)
        total = total * shrink + e.sum(axis=-1, keepdims=True)
        out = out * shrink + e @ v[..., start : start + block, :]
        top = new
    return out / total

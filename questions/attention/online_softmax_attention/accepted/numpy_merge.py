"""NumPy: each block is finished by itself; finished blocks are merged by their logsumexp."""

import numpy as np


def online_softmax_attention(q, k, v, block):
    out, total = 0.0, -np.inf
    for start in range(0, k.shape[-2], block):
        s = np.einsum("...td,...sd->...ts", q, k[..., start : start + block, :]) * q.shape[-1] ** -0.5
        top = s.max(axis=-1, keepdims=True)
        e = np.exp(s - top)
        own = e.sum(axis=-1, keepdims=True)
        mean = e @ v[..., start : start + block, :] / own
        lse = top + np.log(own)
        both = np.logaddexp(total, lse)
        out = out * np.exp(total - both) + mean * np.exp(lse - both)
        total = both
    return out

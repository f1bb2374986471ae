"""The factor is exp(new - old) instead of exp(old - new).

It is above 1: the past grows where it should shrink. At 10,000 it overflows, at the first block it is infinite.

Caught by: test_hand_cases[rising: the first shrinks-1]
Page: online
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    q = q / np.sqrt(q.shape[-1])
    top = q @ np.swapaxes(k[..., :1, :], -1, -2)
    total = np.zeros_like(top)
    out = np.zeros(q.shape[:-1] + (v.shape[-1],))
    for start in range(0, k.shape[-2], block):
        s = q @ np.swapaxes(k[..., start : start + block, :], -1, -2)
        new = np.maximum(top, s.max(axis=-1, keepdims=True))
        e = np.exp(s - new)
        shrink = np.exp(new - top)
        total = total * shrink + e.sum(axis=-1, keepdims=True)
        out = out * shrink + e @ v[..., start : start + block, :]
        top = new
    return out / total

"""The weighted sum of the values is not rescaled when the maximum grows.

Numerator and denominator need the same factor.

Caught by: test_hand_cases[rising: the first shrinks-1]
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
        new = np.maximum(top, s.max(axis=-1, keepdims=True))
        e = np.exp(s - new)
        shrink = np.exp(top - new)
        total = total * shrink + e.sum(axis=-1, keepdims=True)
        out = out + e @ v[..., start : start + block, :]
        top = new
    return out / total

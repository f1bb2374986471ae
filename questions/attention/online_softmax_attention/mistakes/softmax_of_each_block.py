"""Every block gets a softmax of its own, and the results are averaged.

A block of small scores then counts as much as one of large ones. The blocks have to be brought to one maximum.

Caught by: test_hand_cases[falling: ln 3 is odds of 3 to 1-1]
Page: online
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    means = []
    for start in range(0, k.shape[-2], block):
        s = q @ np.swapaxes(k[..., start : start + block, :], -1, -2) / np.sqrt(q.shape[-1])
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        means.append(e @ v[..., start : start + block, :] / e.sum(axis=-1, keepdims=True))
    return sum(means) / len(means)

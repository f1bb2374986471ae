"""The blocks are cut from the queries, not from the keys.

Every query then meets all keys at once, and the memory is block x S instead of T x block. A softmax needs no running
maximum that way, which is how to notice that the exercise was not solved: long are the keys (a cache of 100,000
tokens), and they have to be cut.

Caught by: test_speed_of_memory
Page: online
"""

import numpy as np


def online_softmax_attention(q, k, v, block):
    out = np.empty((*q.shape[:-1], v.shape[-1]))
    for start in range(0, q.shape[-2], block):
        some = slice(start, start + block)
        s = q[..., some, :] @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        out[..., some, :] = e @ v / e.sum(axis=-1, keepdims=True)
    return out

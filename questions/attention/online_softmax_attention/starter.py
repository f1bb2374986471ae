# question: attention/online_softmax_attention
import numpy as np


def online_softmax_attention(q, k, v, block):
    """softmax(q kᵀ / sqrt(D)) v, block by block of the keys.

    Args:
        q: (..., T, D) floats.
        k: (..., S, D) floats.
        v: (..., S, Dv) floats.
        block: how many keys are looked at together, at least 1.

    Returns:
        (..., T, Dv).
    """
    raise NotImplementedError("write me")

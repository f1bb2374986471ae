# question: attention/scaled_dot_product_attention
import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    """softmax(q kᵀ / sqrt(D)) v.

    Args:
        q: (..., T, D) floats.
        k: (..., S, D) floats.
        v: (..., S, Dv) floats.
        mask: boolean, broadcasts to (..., T, S); True may be seen.
        causal: query i sees keys 0..i only (and only those that the mask allows).

    Returns:
        (..., T, Dv); zeros for a query that sees nothing.
    """
    raise NotImplementedError("write me")

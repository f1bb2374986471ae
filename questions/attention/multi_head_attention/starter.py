# question: attention/multi_head_attention
import numpy as np


def multi_head_attention(x, w_qkv, b_qkv, w_out, b_out, heads, causal=False):
    """Multi-head self-attention.

    Args:
        x: (N, T, D) floats.
        w_qkv: (3D, D), rows of queries, keys, values.
        b_qkv: (3D,).
        w_out: (D, D).
        b_out: (D,).
        heads: divides D.
        causal: token i sees tokens 0..i only.

    Returns:
        (N, T, D).
    """
    raise NotImplementedError("write me")

"""NumPy with einsum; hidden exponentials are set to 0 after the maximum of the visible ones was subtracted."""

import numpy as np


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = np.einsum("...td,...sd->...ts", q * q.shape[-1] ** -0.5, k)
    hidden = np.zeros(scores.shape, dtype=bool)
    if mask is not None:
        hidden |= ~mask
    if causal:
        t, s = scores.shape[-2:]
        hidden |= np.arange(s) > np.arange(t)[:, None]
    top = np.max(scores, axis=-1, keepdims=True, initial=np.finfo(scores.dtype).min, where=~hidden)
    weights = np.exp(np.minimum(scores - top, 0))
    weights[hidden] = 0
    total = weights.sum(axis=-1, keepdims=True)
    return np.einsum("...ts,...sv->...tv", weights / np.maximum(total, 0.5), v)

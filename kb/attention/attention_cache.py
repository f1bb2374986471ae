"""Generation with a cache of keys and values, heads that share them, and what attention costs.

Source: multi-query attention is arXiv 1911.02150, section 3; grouped-query attention arXiv 2305.13245,
section 2; the counts of multiplications arXiv 1706.03762, table 1.

Differs:
- The cache grows by concatenation; a server writes into memory that was reserved ahead.
- Counts leave out softmax, norms and biases, which are small next to the matrix products.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.attention.attention import scaled_dot_product_attention

__all__ = ["KVCache", "attention_macs", "grouped_query_attention", "kv_cache_bytes", "linear_macs"]


class KVCache:
    """Keys and values of all tokens so far; what causal attention never has to compute again."""

    def __init__(self) -> None:
        self.k: np.ndarray | None = None
        self.v: np.ndarray | None = None

    def attend(self, q: ArrayLike, k: ArrayLike, v: ArrayLike) -> np.ndarray:
        """Take in new tokens and let them look at all tokens up to themselves.

        Args:
            q: (..., T, D) queries of the T new tokens; T is 1 in generation, more for a prompt.
            k: (..., T, D) their keys.
            v: (..., T, Dv) their values.

        Returns:
            (..., T, Dv).
        """
        k, v = np.asarray(k), np.asarray(v)
        self.k = k if self.k is None else np.concatenate([self.k, k], axis=-2)
        self.v = v if self.v is None else np.concatenate([self.v, v], axis=-2)
        new, length = k.shape[-2], self.k.shape[-2]
        # The diagonal ends in the lower right corner: the last new token is the last key.
        seen = np.tril(np.ones((new, length), dtype=bool), length - new)
        return scaled_dot_product_attention(q, self.k, self.v, mask=seen)


def grouped_query_attention(q: ArrayLike, k: ArrayLike, v: ArrayLike, causal: bool = False) -> np.ndarray:
    """Attention in which several query heads share one head of keys and values.

    Args:
        q: (..., H, T, D).
        k: (..., G, S, D), G divides H; G = H is multi-head, G = 1 multi-query attention.
        v: (..., G, S, Dv).
        causal: query i sees keys 0..i.

    Returns:
        (..., H, T, Dv); query heads 0..H/G-1 use the first group, and so on.

    Raises:
        ValueError: G does not divide H.
    """
    q, k, v = np.asarray(q), np.asarray(k), np.asarray(v)
    heads, groups = q.shape[-3], k.shape[-3]
    if heads % groups:
        raise ValueError(f"{heads} query heads do not divide over {groups} heads of keys")
    k, v = (np.repeat(x, heads // groups, axis=-3) for x in (k, v))
    return scaled_dot_product_attention(q, k, v, causal=causal)


def kv_cache_bytes(
    layers: int, kv_heads: int, head_dim: int, tokens: int, batch: int = 1, bytes_each: int = 2
) -> int:
    """Bytes of the cache: two tensors (keys, values) of ``kv_heads * head_dim`` for each token and layer."""
    return 2 * layers * kv_heads * head_dim * tokens * batch * bytes_each


def attention_macs(tokens: int, width: int) -> int:
    """Multiplications of q kᵀ and of weights times v, over all heads: 2 T² D, whatever the number of heads."""
    return 2 * tokens**2 * width


def linear_macs(tokens: int, width: int, expansion: int = 4) -> int:
    """Multiplications of the linear layers of one block: 4 D² for q, k, v, output, and 2 * expansion * D²."""
    return (4 + 2 * expansion) * tokens * width**2

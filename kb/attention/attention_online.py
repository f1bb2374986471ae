"""Attention that walks over the keys in blocks and never holds all the scores.

Source: the running softmax is arXiv 1805.02867, algorithm 3; with the output carried along it is arXiv
2112.05682, section 2, and arXiv 2205.14135 (FlashAttention), algorithm 1.

Differs:
- Queries are not cut into tiles, and nothing is kept for a backward pass.
- The division by the sum is left to the end, as in FlashAttention-2 (arXiv 2307.08691, section 3.1.1).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["online_softmax_attention"]


def online_softmax_attention(q: ArrayLike, k: ArrayLike, v: ArrayLike, block: int) -> np.ndarray:
    """softmax(q kᵀ / sqrt(D)) v with at most T x block scores in memory.

    Three things are carried from block to block for every query: the largest score so far, the sum of the
    exponentials below it, and the weighted sum of the values. A new maximum rescales the last two.

    Args:
        q: (..., T, D).
        k: (..., S, D), S >= 1.
        v: (..., S, Dv).
        block: how many keys are looked at together, at least 1; it need not divide S.

    Returns:
        (..., T, Dv).

    Raises:
        ValueError: block is below 1.
    """
    q, k, v = np.asarray(q), np.asarray(k), np.asarray(v)
    if block < 1:
        raise ValueError(f"block is {block}, expected 1 key or more")
    top = np.full((*q.shape[:-1], 1), -np.inf, dtype=q.dtype)  # (..., T, 1) largest score so far
    total = np.zeros_like(top)  # sum of exp(score - top)
    mean = np.zeros((*q.shape[:-1], v.shape[-1]), dtype=q.dtype)  # (..., T, Dv) not divided by total yet
    q = q / math.sqrt(q.shape[-1])
    for start in range(0, k.shape[-2], block):
        scores = q @ np.swapaxes(k[..., start : start + block, :], -1, -2)  # (..., T, block)
        new_top = np.maximum(top, scores.max(axis=-1, keepdims=True))
        kept = np.exp(top - new_top)  # what was summed below the old maximum shrinks; 0 at the first block
        scores -= new_top
        exps = np.exp(scores, out=scores)
        total = kept * total + exps.sum(axis=-1, keepdims=True)
        mean = kept * mean + exps @ v[..., start : start + block, :]
        top = new_top
    return np.asarray(mean / total)

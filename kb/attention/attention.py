"""Scaled dot-product attention with masks, and multi-head self-attention from packed weights.

Source: arXiv 1706.03762, section 3.2.1 (equation 1) and section 3.2.2.

Differs:
- Any number of leading axes (batch, heads), where the paper has one matrix of queries.
- A boolean mask instead of minus infinity written by the caller; **True may be seen**, as in
  ``torch.nn.functional.scaled_dot_product_attention``. ``torch.nn.MultiheadAttention`` means the opposite.
- A query that sees nothing gets zeros, where the formula says 0/0 (and where PyTorch once said NaN).
- The packed layout of the weights is that of ``torch.nn.MultiheadAttention``: rows of queries, keys, values.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "attention_weights",
    "merge_heads",
    "multi_head_attention",
    "scaled_dot_product_attention",
    "split_heads",
]


def attention_weights(
    q: ArrayLike, k: ArrayLike, mask: ArrayLike | None = None, causal: bool = False
) -> np.ndarray:
    """softmax(q kᵀ / sqrt(D)) over the keys.

    Args:
        q: (..., T, D) queries.
        k: (..., S, D) keys.
        mask: boolean, broadcasts to (..., T, S); True may be seen.
        causal: query i sees keys 0..i only, counted from the first key (on top of ``mask``).

    Returns:
        (..., T, S); a row sums to 1, or is all 0 where nothing may be seen.

    Raises:
        ValueError: q and k have another number of features, or the mask is not boolean.
    """
    q, k = _as_float(q), _as_float(k)
    if q.shape[-1] != k.shape[-1]:
        raise ValueError(f"q has {q.shape[-1]} features and k {k.shape[-1]} (heads not split yet?)")
    scores = q @ np.swapaxes(k, -1, -2) / math.sqrt(q.shape[-1])  # (..., T, S)
    seen = _visible(mask, causal, scores.shape)
    scores = np.where(seen, scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    # A row that sees nothing has the maximum -inf, and -inf - -inf would be NaN.
    exps = np.exp(scores - np.where(np.isneginf(top), 0, top))
    total = exps.sum(axis=-1, keepdims=True)
    weights: np.ndarray = np.divide(exps, total, out=exps, where=total > 0)
    return weights


def scaled_dot_product_attention(
    q: ArrayLike, k: ArrayLike, v: ArrayLike, mask: ArrayLike | None = None, causal: bool = False
) -> np.ndarray:
    """softmax(q kᵀ / sqrt(D)) v: for every query a weighted mean of the values.

    Args:
        q: (..., T, D) queries.
        k: (..., S, D) keys.
        v: (..., S, Dv) values.
        mask: boolean, broadcasts to (..., T, S); True may be seen.
        causal: query i sees keys 0..i only (on top of ``mask``).

    Returns:
        (..., T, Dv); zeros for a query that sees nothing.

    Raises:
        ValueError: as ``attention_weights``, or k and v differ in length.
    """
    return np.asarray(attention_weights(q, k, mask, causal) @ _as_float(v))


def multi_head_attention(
    x: ArrayLike,
    w_qkv: ArrayLike,
    b_qkv: ArrayLike,
    w_out: ArrayLike,
    b_out: ArrayLike,
    heads: int,
    causal: bool = False,
) -> np.ndarray:
    """Multi-head self-attention: project, split, attend in each head, merge, project.

    Args:
        x: (N, T, D).
        w_qkv: (3D, D): the rows of the queries, then of the keys, then of the values.
        b_qkv: (3D,).
        w_out: (D, D).
        b_out: (D,).
        heads: divides D; head h owns the features h * D/heads up to (h + 1) * D/heads.
        causal: token i sees tokens 0..i only.

    Returns:
        (N, T, D).

    Raises:
        ValueError: D is no multiple of ``heads``.
    """
    x = _as_float(x)
    packed = x @ _as_float(w_qkv).T + b_qkv  # (N, T, 3D)
    q, k, v = (split_heads(part, heads) for part in np.split(packed, 3, axis=-1))  # (N, heads, T, D/heads)
    merged = merge_heads(scaled_dot_product_attention(q, k, v, causal=causal))
    return np.asarray(merged @ _as_float(w_out).T + b_out)


def split_heads(x: ArrayLike, heads: int) -> np.ndarray:
    """(..., T, D) to (..., heads, T, D/heads): a reshape of the features, then a swap of two axes.

    Raises:
        ValueError: D is no multiple of ``heads``.
    """
    x = np.asarray(x)
    if x.shape[-1] % heads:
        raise ValueError(f"{x.shape[-1]} features do not divide into {heads} heads")
    return np.swapaxes(x.reshape(*x.shape[:-1], heads, x.shape[-1] // heads), -2, -3)


def merge_heads(x: ArrayLike) -> np.ndarray:
    """(..., heads, T, d) to (..., T, heads * d), the inverse of ``split_heads``."""
    x = np.swapaxes(np.asarray(x), -2, -3)  # the swap first: a reshape alone would mix tokens and heads
    return x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])


def _visible(mask: ArrayLike | None, causal: bool, shape: tuple[int, ...]) -> np.ndarray:
    """Boolean, broadcasts to ``shape`` = (..., T, S)."""
    seen = np.ones(shape[-2:], dtype=bool)
    if causal:
        seen = np.tril(seen)
    if mask is None:
        return seen
    mask = np.asarray(mask)
    if mask.dtype != bool:
        raise ValueError(f"the mask is {mask.dtype}, expected bool (an additive mask of 0 and -inf?)")
    return np.asarray(seen & mask)


def _as_float(x: ArrayLike) -> np.ndarray:
    """Floats keep their dtype, integers become float64."""
    x = np.asarray(x)
    return x if np.issubdtype(x.dtype, np.floating) else x.astype(np.float64)

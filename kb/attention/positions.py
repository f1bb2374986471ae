"""Positions for attention: sinusoidal vectors, rotary embedding (RoPE), and the bias of ALiBi.

Source: sinusoids are arXiv 1706.03762, section 3.5; RoPE is arXiv 2104.09864, equations 14, 15 and 34; ALiBi is
arXiv 2108.12409, section 3.

Differs:
- ``rope`` rotates neighbors (2i, 2i+1), as the paper does. GPT-NeoX and Llama in Hugging Face's layout rotate
  feature i with feature i + D/2, which is ``rope_halves``: the same up to an order of the features.
- Angles are computed in float64 and rounded once, at the end.
- ALiBi's slopes are given for powers of two; its code interpolates for other numbers of heads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["alibi_bias", "alibi_slopes", "rope", "rope_halves", "sinusoidal_positions"]


def sinusoidal_positions(length: int, dim: int, base: float = 10000.0) -> np.ndarray:
    """A vector for each position, to be added to the token embeddings.

    Args:
        length: number of positions, from 0.
        dim: features, even.
        base: the longest wave has almost ``2 pi * base`` positions.

    Returns:
        (length, dim) float64; columns 2i and 2i+1 are sine and cosine of position * base^(-2i/dim).

    Raises:
        ValueError: dim is odd.
    """
    angles = _angles(np.arange(length), dim, base)
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(length, dim)


def rope(x: ArrayLike, positions: ArrayLike, base: float = 10000.0) -> np.ndarray:
    """Rotate each pair of neighboring features by an angle that grows with the position.

    Applied to queries and keys (not to values): a rotated query times a rotated key depends on the content of
    both and on the *difference* of their positions.

    Args:
        x: (..., T, D), D even.
        positions: (T,) integer or float.
        base: as in ``sinusoidal_positions``.

    Returns:
        Like x: the pair (a, b) = (x[2i], x[2i+1]) becomes (a cos - b sin, a sin + b cos) of
        position * base^(-2i/D).

    Raises:
        ValueError: D is odd.
    """
    x = np.asarray(x)
    angles = _angles(positions, x.shape[-1], base)  # (T, D/2)
    cos, sin = np.cos(angles), np.sin(angles)
    a, b = x[..., 0::2], x[..., 1::2]
    out = np.empty_like(x)
    out[..., 0::2] = a * cos - b * sin
    out[..., 1::2] = a * sin + b * cos
    return out


def rope_halves(x: ArrayLike, positions: ArrayLike, base: float = 10000.0) -> np.ndarray:
    """As ``rope``, with feature i and feature i + D/2 as a pair ("rotate half")."""
    x = np.asarray(x)
    half = x.shape[-1] // 2
    angles = _angles(positions, x.shape[-1], base)
    cos, sin = np.cos(angles), np.sin(angles)
    a, b = x[..., :half], x[..., half:]
    return np.concatenate([a * cos - b * sin, a * sin + b * cos], axis=-1).astype(x.dtype)


def alibi_slopes(heads: int) -> np.ndarray:
    """(heads,) slopes 2^(-8/heads), 2^(-16/heads), ..., 2^-8; for a power of two.

    Raises:
        ValueError: the number of heads is no power of two.
    """
    if heads < 1 or heads & (heads - 1):
        raise ValueError(f"{heads} heads are no power of two")
    return np.asarray(2.0 ** (-8.0 * np.arange(1, heads + 1) / heads))


def alibi_bias(heads: int, length: int) -> np.ndarray:
    """(heads, length, length), added to the scores: minus slope times how far the key lies back.

    Keys after the query get 0 here; the causal mask hides them.
    """
    back = np.maximum(np.arange(length)[:, None] - np.arange(length), 0)  # (T, T)
    return np.asarray(-alibi_slopes(heads)[:, None, None] * back)


def _angles(positions: ArrayLike, dim: int, base: float) -> np.ndarray:
    """(T, dim/2): position * base^(-2i/dim)."""
    if dim % 2:
        raise ValueError(f"{dim} features do not form pairs")
    frequencies = base ** (-np.arange(0, dim, 2) / dim)
    angles: np.ndarray = np.asarray(positions, dtype=np.float64)[:, None] * frequencies
    return angles

"""Normalizing weights instead of activations: weight norm, weight standardization, spectral norm.

Source: weight norm is arXiv 1602.07868, equation 2; weight standardization arXiv 1903.10520, equations 8 to 10;
spectral norm arXiv 1802.05957, algorithm 1.

Differs:
- Spectral norm starts its power iteration from a given vector and runs as often as asked; training does one step
  at a time and keeps the vector.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.training.normalization import standardize

__all__ = ["spectral_norm", "weight_norm", "weight_standardization"]


def weight_norm(v: ArrayLike, g: ArrayLike) -> np.ndarray:
    """w = g v / |v|, row by row: length and direction of each output's weights are learned apart.

    Args:
        v: (O, ...), no row of zeros.
        g: (O,), the length that each row shall have.

    Returns:
        Like v.

    Raises:
        ValueError: g of another shape.
    """
    direction, length = np.asarray(v, np.float64), np.asarray(g, np.float64)
    if length.shape != direction.shape[:1]:
        raise ValueError(f"g has shape {length.shape}, expected {direction.shape[:1]}, one length per output")
    rows = direction.reshape(len(direction), -1)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(length[:, None] * unit).reshape(direction.shape)


def weight_standardization(weight: ArrayLike, eps: float = 1e-5) -> np.ndarray:
    """Each filter with mean 0 and variance 1 over all of its weights.

    Args:
        weight: (O, I, kh, kw).
        eps: added to the variance, inside the root.

    Returns:
        Like weight.

    Raises:
        ValueError: another shape.
    """
    weight = np.asarray(weight, np.float64)
    if weight.ndim != 4:
        raise ValueError(f"weight has shape {weight.shape}, expected (O, I, kh, kw)")
    return standardize(weight, (1, 2, 3), eps)


def spectral_norm(weight: ArrayLike, u: ArrayLike, steps: int) -> tuple[np.ndarray, float]:
    """The weight divided by its largest singular value, found by power iteration.

    Args:
        weight: (O, ...), taken as a matrix (O, rest).
        u: (O,) start vector, not orthogonal to the first left singular vector.
        steps: of the iteration, 1 or more.

    Returns:
        The weight divided by sigma, and sigma.

    Raises:
        ValueError: u of another shape, or no step.
    """
    array, left = np.asarray(weight, np.float64), np.asarray(u, np.float64)
    if left.shape != array.shape[:1] or steps < 1:
        raise ValueError(f"u {left.shape} and {steps} steps, expected {array.shape[:1]} and 1 step or more")
    matrix = array.reshape(len(array), -1)
    for _ in range(steps):
        right = matrix.T @ left
        right /= np.linalg.norm(right)
        left = matrix @ right
        left /= np.linalg.norm(left)
    sigma = float(left @ matrix @ right)
    return array / sigma, sigma

"""Losses of a residual: L1, L2, Huber, smooth L1, one value each, and their slopes.

Source: Huber, Ann. Math. Statist. 35, 1964; smooth L1 is arXiv 1504.08083, eq. 3.

Differs:
- L2 is half the square, so that its slope is the residual; PyTorch's ``mse_loss`` has no half.
- Slopes at kinks are 0, the middle of the subgradients.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["huber", "huber_gradient", "l1", "l2", "smooth_l1"]


def l1(residual: ArrayLike) -> np.ndarray:
    """The absolute value; its slope is the sign."""
    return np.abs(np.asarray(residual))


def l2(residual: ArrayLike) -> np.ndarray:
    """Half the square; its slope is the residual."""
    return np.square(np.asarray(residual)) / 2


def huber(residual: ArrayLike, delta: float = 1.0) -> np.ndarray:
    """l2 up to delta, beyond it a line with the slope delta.

    Args:
        residual: any shape.
        delta: above 0, in the unit of the residual.

    Returns:
        Like residual.

    Raises:
        ValueError: delta is not above 0.
    """
    if not delta > 0:
        raise ValueError(f"delta is {delta}, expected a number above 0 (l1 is smooth_l1 with beta 0)")
    size = l1(residual)
    return np.where(size <= delta, l2(size), delta * (size - delta / 2))


def huber_gradient(residual: ArrayLike, delta: float = 1.0) -> np.ndarray:
    """The residual, clipped to [-delta, delta]."""
    return np.clip(np.asarray(residual), -delta, delta)


def smooth_l1(residual: ArrayLike, beta: float = 1.0) -> np.ndarray:
    """huber / beta: the slope beyond beta is 1, whatever beta is; beta 0 is l1."""
    return huber(residual, beta) / beta if beta > 0 else l1(residual)

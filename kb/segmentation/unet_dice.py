"""The Dice loss, and its gradient by hand.

Source: arXiv 1606.04797 (V-Net), section 3, which maximizes Dice itself.

Differs:
- The denominator sums p and t, as nnU-Net (arXiv 1809.10486) does; V-Net sums their squares.
- ``smooth`` is added to both parts, so that an empty target that is predicted empty costs 0. V-Net has none.
- One Dice for each sample, then the mean. "Batch Dice" sums over the samples first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["dice_gradient", "dice_loss"]


def dice_loss(probs: ArrayLike, target: ArrayLike, smooth: float = 1.0) -> float:
    """Mean over the samples of 1 - Dice.

    Args:
        probs: (N, ...) in [0, 1], N >= 1; after the sigmoid, not logits.
        target: (N, ...) 0.0 or 1.0.
        smooth: added above and below; a pixel count.

    Returns:
        In [0, 1]; 0 for a perfect prediction, whatever ``smooth``.

    Raises:
        ValueError: the shapes differ.
    """
    ratio, _ = _dice(probs, target, smooth)
    return float(np.mean(1 - ratio))


def dice_gradient(probs: ArrayLike, target: ArrayLike, smooth: float = 1.0) -> np.ndarray:
    """Gradient of ``dice_loss`` in ``probs``: (Dice - 2 t) / (N * denominator), two values for each sample.

    Args:
        probs: (N, ...), as for ``dice_loss``.
        target: like probs.
        smooth: as for ``dice_loss``.

    Returns:
        (N, ...).
    """
    ratio, below = _dice(probs, target, smooth)
    t = np.asarray(target, dtype=np.float64)
    column = (len(t), *[1] * (t.ndim - 1))  # (N, 1, ...) against (N, ...)
    slope: np.ndarray = (ratio.reshape(column) - 2 * t) / (len(t) * below.reshape(column))
    return slope


def _dice(probs: ArrayLike, target: ArrayLike, smooth: float) -> tuple[np.ndarray, np.ndarray]:
    """Dice (N,) and its denominator (N,)."""
    p, t = np.asarray(probs, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != t.shape:
        raise ValueError(f"probs {p.shape} and target {t.shape} differ (one-hot with the classes last?)")
    pixels = tuple(range(1, p.ndim))  # every axis but the samples'
    below = p.sum(axis=pixels) + t.sum(axis=pixels) + smooth
    return (2 * (p * t).sum(axis=pixels) + smooth) / below, below

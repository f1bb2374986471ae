"""Cross-entropy over pixels, with class weights or a weight map: the loss that U-Net was trained with.

Source: arXiv 1505.04597, equations 1 and 2 (pixel-wise softmax, weighted cross-entropy, weight map).

Differs:
- The paper's energy is a sum; here it is the weighted mean, as PyTorch divides by the weights that were used.
- The paper does not say what d1 and d2 are inside a cell; here the second term is for the background only.
- The distance to a cell is to its nearest pixel's center, in pixels, by comparing all pairs: for small images.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["pixel_cross_entropy", "weight_map"]


def pixel_cross_entropy(
    logits: ArrayLike, target: ArrayLike, weight: ArrayLike | None = None, ignore_index: int = -100
) -> float:
    """Weighted mean of -log softmax at the true class.

    Args:
        logits: (N, K, H, W).
        target: (N, H, W) integers.
        weight: (K,) for each class, or (N, H, W) for each pixel; 1 when left out.
        ignore_index: pixels with this target do not count.

    Returns:
        A number; 0 where nothing counts.

    Raises:
        ValueError: logits and target differ in size. Resize the logits, never the labels by interpolation.
    """
    z, t = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.shape[0] != t.shape[0] or z.shape[2:] != t.shape[1:]:  # one axis that differs is enough
        raise ValueError(f"logits {z.shape} do not fit target {t.shape}: resize the logits first")
    seen = t != ignore_index
    label = np.where(seen, t, 0)
    z = z - z.max(axis=1, keepdims=True)
    log_probs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))  # (N, K, H, W)
    chosen = np.take_along_axis(log_probs, label[:, None], axis=1)[:, 0]  # (N, H, W)
    weights = np.ones(z.shape[1]) if weight is None else np.asarray(weight, dtype=np.float64)
    weights = (weights[label] if weights.ndim == 1 else weights) * seen
    total = weights.sum()
    return float(-(weights * chosen).sum() / total) if total > 0 else 0.0


def weight_map(instances: ArrayLike, w0: float = 10.0, sigma: float = 5.0) -> np.ndarray:
    """U-Net's weights: classes balanced, and thin gaps between two cells made heavy.

    Args:
        instances: (H, W) integers, 0 the background, each cell a number of its own.
        w0: the largest weight that a gap adds.
        sigma: how wide a gap still counts, in pixels.

    Returns:
        (H, W): w_c + w0 * exp(-(d1 + d2)² / (2 sigma²)) on the background, d1 and d2 the distances to the nearest
        and the second nearest cell; w_c elsewhere. w_c makes both classes weigh as much in total.
    """
    labels = np.asarray(instances)
    foreground = labels > 0
    share = foreground.mean()
    balance: np.ndarray = np.where(foreground, 0.5 / max(share, 1e-12), 0.5 / max(1 - share, 1e-12))
    cells = [np.argwhere(labels == cell) for cell in np.unique(labels[foreground])]
    if len(cells) < 2:
        return balance
    pixels = np.argwhere(np.ones_like(foreground))  # (H * W, 2)
    near = np.stack([np.hypot(*(pixels[:, None] - cell).T).min(axis=0) for cell in cells])  # (cells, H * W)
    d1, d2 = np.sort(near, axis=0)[:2]
    gap = w0 * np.exp(-((d1 + d2) ** 2) / (2 * sigma**2)).reshape(labels.shape)
    balance += np.where(foreground, 0.0, gap)
    return balance

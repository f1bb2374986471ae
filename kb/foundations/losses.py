"""Softmax cross-entropy with its gradient, binary cross-entropy, and the focal loss, from logits.

Source: label smoothing is arXiv 1512.00567, section 7, spread over all K classes as in PyTorch; the focal
loss is arXiv 1708.02002, eq. 5, its gradient appendix B.

Differs:
- Nothing to average gives 0 with a zero gradient; PyTorch gives NaN.
- The focal loss is computed from softplus: no power of 1 - p, which is 0 for a sure prediction.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.foundations.softmax import log_softmax

__all__ = [
    "binary_cross_entropy",
    "focal_loss",
    "focal_loss_gradient",
    "smoothed_targets",
    "softmax_cross_entropy",
]


def smoothed_targets(targets: ArrayLike, classes: int, label_smoothing: float) -> np.ndarray:
    """One-hot rows, of which a share is spread over all K classes, the true one included.

    Args:
        targets: (N,) integers in [0, classes).
        classes: K.
        label_smoothing: epsilon in [0, 1].

    Returns:
        (N, K): the true class gets 1 - epsilon + epsilon / K, each other epsilon / K.
    """
    return (1 - label_smoothing) * np.eye(classes)[np.asarray(targets)] + label_smoothing / classes


def softmax_cross_entropy(
    logits: ArrayLike, targets: ArrayLike, label_smoothing: float = 0.0, ignore_index: int = -100
) -> tuple[float, np.ndarray]:
    """Mean cross-entropy of softmax(logits) against the targets, and its gradient in the logits.

    Args:
        logits: (N, K), finite, any size.
        targets: (N,) integers; those that are not ``ignore_index`` in [0, K).
        label_smoothing: epsilon in [0, 1], spread over all K classes.
        ignore_index: rows with this target count neither in the sum nor in the mean.

    Returns:
        The loss, and dlogits (N, K), 0 in ignored rows. Both are 0 where no row is left.

    Raises:
        ValueError: shapes that do not fit, or a target outside of [0, K).
    """
    logits, targets = np.asarray(logits), np.asarray(targets)
    if not np.array_equal(logits.shape[:1], targets.shape):
        raise ValueError(f"logits {logits.shape} and targets {targets.shape}, expected (N, K) and (N,)")
    keep = targets != ignore_index
    if not np.isin(targets[keep], np.arange(logits.shape[1])).all():
        raise ValueError(f"a target is not in 0 to {logits.shape[1] - 1} (ignore_index, or labels from 1?)")
    wanted = smoothed_targets(np.where(keep, targets, 0), logits.shape[1], label_smoothing)
    log_probs = log_softmax(logits)
    weight = keep / max(keep.sum(), 1)  # (N,) 1/n where it counts
    loss = -(weight[:, None] * wanted * log_probs).sum()
    return float(loss), (weight[:, None] * (np.exp(log_probs) - wanted)).astype(log_probs.dtype)


def binary_cross_entropy(logits: ArrayLike, targets: ArrayLike) -> np.ndarray:
    """-log sigmoid(x) for targets 1, -log(1 - sigmoid(x)) for targets 0, between them linear; any shape."""
    logits, targets = np.asarray(logits), np.asarray(targets)
    # softplus(x) - t * x is shorter, but subtracts two large numbers where the loss is small.
    return targets * softplus(-logits) + (1 - targets) * softplus(logits)


def focal_loss(logits: ArrayLike, targets: ArrayLike, alpha: float = 0.25, gamma: float = 2.0) -> np.ndarray:
    """-alpha_t (1 - p_t)^gamma log p_t with p = sigmoid(logits), one value each.

    Args:
        logits: (N,), finite, any size.
        targets: (N,), 0.0 or 1.0.
        alpha: weight of the positives; the negatives have 1 - alpha.
        gamma: 0 is weighted cross-entropy; the larger, the less easy examples count.

    Returns:
        (N,), not averaged: detectors divide the sum by the number of positives.
    """
    margin, weight = _margin(logits, targets, alpha)
    # log(1 - p_t) is -softplus(margin): the power becomes an exp, which has no 0 ** 0 and no infinite slope.
    return weight * np.exp(-gamma * softplus(margin)) * softplus(-margin)


def focal_loss_gradient(
    logits: ArrayLike, targets: ArrayLike, alpha: float = 0.25, gamma: float = 2.0
) -> np.ndarray:
    """d focal_loss / d logits, (N,): for a positive alpha (1 - p)^gamma (gamma p log p + p - 1)."""
    margin, weight = _margin(logits, targets, alpha)
    sign = 2 * np.asarray(targets) - 1
    hit, miss = np.exp(-softplus(-margin)), np.exp(-softplus(margin))  # p_t and 1 - p_t
    return -sign * weight * miss**gamma * (gamma * hit * softplus(-margin) + miss)


def softplus(x: ArrayLike) -> np.ndarray:
    """log(1 + exp(x)), which is -log sigmoid(-x), without overflow."""
    return np.logaddexp(0, np.asarray(x))


def _margin(logits: ArrayLike, targets: ArrayLike, alpha: float) -> tuple[np.ndarray, np.ndarray]:
    """The logit of the true class, and its weight."""
    logits, targets = np.asarray(logits), np.asarray(targets)
    return (2 * targets - 1) * logits, alpha * targets + (1 - alpha) * (1 - targets)

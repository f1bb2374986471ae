"""Batch normalization, backward in training mode: from the derivation, and the same in one line.

Source: arXiv 1502.03167, section 3, the chain rule after algorithm 1.

Differs:
- The paper's six equations are collected into one for dx; ``batch_norm_backward_stepwise`` keeps them apart.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.training.batch_norm import along_channels, as_features, batch_statistics, per_channel

__all__ = ["batch_norm_backward", "batch_norm_backward_stepwise"]

Gradients = tuple[np.ndarray, np.ndarray, np.ndarray]


def batch_norm_backward(dy: ArrayLike, x: ArrayLike, gamma: ArrayLike, eps: float = 1e-5) -> Gradients:
    """Gradients of a loss in the input and the parameters of training-mode batch norm.

    Args:
        dy: gradient of the loss in the output, like x.
        x: (N, C) or (N, C, H, W), the input of the forward pass.
        gamma: (C,) scale.
        eps: as in the forward pass.

    Returns:
        dx like x, dgamma (C,), dbeta (C,). For an empty batch dx is empty, the others are 0.

    Raises:
        ValueError: another shape, or dy unlike x.
    """
    dy, x, gamma = _inputs(dy, x, gamma)
    if not x.size:
        return np.zeros_like(x), np.zeros_like(gamma), np.zeros_like(gamma)
    mean, var, count = batch_statistics(x)
    scale = 1 / np.sqrt(var + eps)
    x_hat = (x - along_channels(mean, x)) * along_channels(scale, x)
    axes = (0, *range(2, x.ndim))
    dbeta = dy.sum(axis=axes)
    dgamma = (dy * x_hat).sum(axis=axes)
    # What a change of all inputs alike, or a stretch of them, would do is taken out of dy: y does not see either.
    seen = dy - along_channels(dbeta / count, x) - x_hat * along_channels(dgamma / count, x)
    return along_channels(gamma * scale, x) * seen, dgamma, dbeta


def batch_norm_backward_stepwise(
    dy: ArrayLike, x: ArrayLike, gamma: ArrayLike, eps: float = 1e-5
) -> Gradients:
    """The same by the graph: x reaches y directly, through the variance and through the mean.

    Args:
        dy: gradient of the loss in the output, like x.
        x: (N, C) or (N, C, H, W), not empty.
        gamma: (C,) scale.
        eps: as in the forward pass.

    Returns:
        dx like x, dgamma (C,), dbeta (C,).

    Raises:
        ValueError: as ``batch_norm_backward``.
    """
    dy, x, gamma = _inputs(dy, x, gamma)
    mean, var, count = batch_statistics(x)
    axes = (0, *range(2, x.ndim))
    centered = x - along_channels(mean, x)
    root = along_channels(np.sqrt(var + eps), x)
    dx_hat = dy * along_channels(gamma, x)
    dvar = (dx_hat * centered * -0.5 / root**3).sum(axis=axes)
    # The term dvar * sum(-2 * centered) / count of the paper's dmean is 0: deviations from the mean cancel.
    dmean = (-dx_hat / root).sum(axis=axes)
    direct, by_var = dx_hat / root, along_channels(dvar, x) * 2 * centered / count
    dx = direct + by_var + along_channels(dmean / count, x)
    return dx, (dy * centered / root).sum(axis=axes), dy.sum(axis=axes)


def _inputs(dy: ArrayLike, x: ArrayLike, gamma: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All three as floats, their shapes checked."""
    dy, x = as_features(dy, "dy"), as_features(x)
    if dy.shape != x.shape:
        raise ValueError(f"dy {dy.shape} and x {x.shape} differ; dy is the gradient in y, which is like x")
    return dy, x, per_channel(gamma, x, "gamma")

"""Batch normalization, forward: statistics of the batch in training, running ones in evaluation.

Source: arXiv 1502.03167, algorithms 1 and 2; the running average and its momentum are PyTorch's.

Differs:
- Running averages, where algorithm 2 averages over many batches after training. As there, they hold the
  unbiased variance, while the batch is divided by the biased one.
- ``momentum`` weighs the new value (PyTorch). Keras, Caffe and ONNX give the weight of the old one.
- The running values come back; PyTorch's layer changes its buffers in place.
- The variance is taken of differences from the mean (two passes): E[x²] - E[x]² cancels far from 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["batch_norm", "batch_statistics", "normalize", "update_running"]


def batch_norm(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike,
    running_var: ArrayLike,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Normalize each channel, then scale by ``gamma`` and shift by ``beta``.

    Args:
        x: (N, C) or (N, C, H, W).
        gamma: (C,) learned scale.
        beta: (C,) learned shift.
        running_mean: (C,) average of the batches' means so far.
        running_var: (C,) average of the batches' unbiased variances so far.
        training: normalize by this batch and update the running values; else by the running values.
        momentum: weight of the new value in the running ones.
        eps: added to the variance, inside the root.

    Returns:
        y like x, running_mean, running_var; the last two as they were given when not training. An empty batch
        has no statistics and changes nothing.

    Raises:
        ValueError: another shape, or one value per channel in training, which has no variance.
    """
    x = as_features(x)
    gamma, beta = per_channel(gamma, x, "gamma"), per_channel(beta, x, "beta")
    mean = running_mean = per_channel(running_mean, x, "running_mean")
    var = running_var = per_channel(running_var, x, "running_var")
    if training and x.size:
        mean, var, count = batch_statistics(x)
        if count == 1:
            raise ValueError(
                f"x {x.shape} has one value per channel, which has no variance; eval mode forgotten?"
            )
        running_mean = update_running(running_mean, mean, momentum)
        running_var = update_running(running_var, var * (count / (count - 1)), momentum)
    return normalize(x, mean, var, gamma, beta, eps), running_mean, running_var


def batch_statistics(x: ArrayLike) -> tuple[np.ndarray, np.ndarray, int]:
    """Mean and biased variance of each channel, over the batch and all positions.

    Args:
        x: (N, C) or (N, C, H, W), not empty.

    Returns:
        (C,) mean, (C,) variance divided by the count, and the count of values per channel.

    Raises:
        ValueError: another shape.
    """
    x = as_features(x)
    axes = (0, *range(2, x.ndim))  # all but the channels
    mean = x.mean(axis=axes)
    var = np.square(x - along_channels(mean, x)).mean(axis=axes)
    return mean, var, x.size // x.shape[1]


def update_running(running: ArrayLike, new: ArrayLike, momentum: float) -> np.ndarray:
    """One step of a running average; ``momentum`` is the weight of the new value."""
    return (1 - momentum) * np.asarray(running) + momentum * np.asarray(new)


def normalize(
    x: ArrayLike, mean: ArrayLike, var: ArrayLike, gamma: ArrayLike, beta: ArrayLike, eps: float
) -> np.ndarray:
    """gamma * (x - mean) / sqrt(var + eps) + beta, channel by channel.

    Args:
        x: (N, C) or (N, C, H, W).
        mean: (C,), as are ``var``, ``gamma`` and ``beta``.

    Returns:
        Like x.

    Raises:
        ValueError: another shape.
    """
    x = as_features(x)
    rows = {"mean": mean, "var": var, "gamma": gamma, "beta": beta}
    m, v, g, b = (along_channels(per_channel(row, x, name), x) for name, row in rows.items())
    y: np.ndarray = g * ((x - m) / np.sqrt(v + eps)) + b
    return y


def as_features(x: ArrayLike, name: str = "x") -> np.ndarray:
    """A float array (N, C) or (N, C, H, W)."""
    array = np.asarray(x)
    if array.ndim not in (2, 4):
        raise ValueError(f"{name} has shape {array.shape}, expected (N, C) or (N, C, H, W)")
    return array.astype(np.result_type(array.dtype, np.float32))


def per_channel(values: ArrayLike, x: np.ndarray, name: str) -> np.ndarray:
    """(C,) floats of x's precision."""
    values = np.asarray(values, x.dtype)
    if values.shape != x.shape[1:2]:
        raise ValueError(
            f"{name} has shape {values.shape}, expected {x.shape[1:2]}; channels are axis 1 of x"
        )
    return values


def along_channels(values: np.ndarray, x: np.ndarray) -> np.ndarray:
    """(C,) -> (C, 1, 1) for (N, C, H, W), so that it broadcasts along the channels and not along the width."""
    return values.reshape(-1, *[1] * (x.ndim - 2))

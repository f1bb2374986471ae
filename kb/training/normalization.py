"""Layer, group, instance and RMS normalization: the same formula over other axes.

Source: layer norm is arXiv 1607.06450, equation 3; instance norm arXiv 1607.08022, equation 3; group norm
arXiv 1803.08494, equations 2 to 7; RMS norm arXiv 1910.07467, equation 4.

Differs:
- Layer norm takes the last axis (the features of a token), as Transformers do.
- RMS norm has an ``eps`` inside the root, as implementations do; the paper has none.
- No running values anywhere: training and evaluation are the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["group_norm", "instance_norm", "layer_norm", "rms_norm", "standardize"]


def layer_norm(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, eps: float = 1e-5) -> np.ndarray:
    """Normalize each vector along the last axis by its own mean and variance.

    Args:
        x: (..., D).
        gamma: (D,) scale.
        beta: (D,) shift.
        eps: added to the biased variance, inside the root.

    Returns:
        Like x.

    Raises:
        ValueError: gamma or beta of another shape.
    """
    x_hat = standardize(x, -1, eps)
    d = x_hat.shape[-1]
    y: np.ndarray = x_hat * row(gamma, d, "gamma", x_hat) + row(beta, d, "beta", x_hat)
    return y


def rms_norm(x: ArrayLike, gamma: ArrayLike, eps: float = 1e-6) -> np.ndarray:
    """Divide each vector along the last axis by its root mean square: no mean is subtracted, no shift added.

    Args:
        x: (..., D).
        gamma: (D,) scale.
        eps: added to the mean square, inside the root.

    Returns:
        Like x.

    Raises:
        ValueError: gamma of another shape.
    """
    x = floats(x)
    root = np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + eps)  # (..., 1)
    y: np.ndarray = x / root * row(gamma, x.shape[-1], "gamma", x)
    return y


def group_norm(x: ArrayLike, groups: int, gamma: ArrayLike, beta: ArrayLike, eps: float = 1e-5) -> np.ndarray:
    """Normalize, in each image, each group of neighboring channels over its channels and positions.

    Args:
        x: (N, C, H, W).
        groups: divides C; 1 is layer norm over (C, H, W), C is instance norm.
        gamma: (C,) scale, one for each channel and not for each group.
        beta: (C,) shift.
        eps: added to the biased variance, inside the root.

    Returns:
        Like x.

    Raises:
        ValueError: another shape, or groups that do not divide C.
    """
    x = floats(x)
    if x.ndim != 4 or groups < 1 or x.shape[1] % groups:
        raise ValueError(f"{groups} groups of x {x.shape}: expected (N, C, H, W), C a multiple of groups")
    n, c, h, w = x.shape
    grouped = x.reshape(n, groups, c // groups, h, w)
    x_hat = standardize(grouped, (2, 3, 4), eps).reshape(n, c, h, w)
    scale, shift = row(gamma, c, "gamma", x), row(beta, c, "beta", x)
    y: np.ndarray = x_hat * scale[:, None, None] + shift[:, None, None]  # (C, 1, 1): along the channels
    return y


def instance_norm(x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, eps: float = 1e-5) -> np.ndarray:
    """Normalize each channel of each image over its positions: group norm with a group for each channel.

    Args:
        x: (N, C, H, W).
        gamma: (C,) scale.
        beta: (C,) shift.
        eps: added to the biased variance, inside the root.

    Returns:
        Like x.

    Raises:
        ValueError: as ``group_norm``.
    """
    return group_norm(x, floats(x).shape[1], gamma, beta, eps)


def standardize(x: ArrayLike, axes: int | tuple[int, ...], eps: float = 1e-5) -> np.ndarray:
    """(x - mean) / sqrt(var + eps) over ``axes``: which axes these are is all that tells the methods apart.

    Args:
        x: any shape.
        axes: over which mean and biased variance are taken: of (N, C, H, W), (0, 2, 3) is batch norm.
        eps: added to the variance.

    Returns:
        Like x.
    """
    x = floats(x)
    centered = x - x.mean(axis=axes, keepdims=True)
    x_hat: np.ndarray = centered / np.sqrt(np.square(centered).mean(axis=axes, keepdims=True) + eps)
    return x_hat


def floats(x: ArrayLike) -> np.ndarray:
    """float32, or float64 where x needs it."""
    array = np.asarray(x)
    return array.astype(np.result_type(array.dtype, np.float32))


def row(values: ArrayLike, length: int, name: str, x: np.ndarray) -> np.ndarray:
    """(length,) floats of x's precision."""
    array = np.asarray(values, x.dtype)
    if array.shape != (length,):
        raise ValueError(f"{name} has shape {array.shape}, expected ({length},) for x {x.shape}")
    return array

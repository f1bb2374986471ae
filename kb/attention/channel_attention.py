"""Channel attention in NumPy: squeeze-and-excitation, ECA, and what they cost.

Source: SE is arXiv 1709.01507, equations 2 to 4, its cost equation 5; ECA is arXiv 1910.03151, section 3.2.
CBAM is in ``channel_attention_torch``.

Differs:
- The linear layers have biases; the paper leaves them out of its equations and of its count.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["eca", "eca_kernel_size", "se_block", "se_gates", "se_parameters"]


def se_block(x: ArrayLike, w1: ArrayLike, b1: ArrayLike, w2: ArrayLike, b2: ArrayLike) -> np.ndarray:
    """Multiply every channel of every image by a gate that depends on all channel means of that image.

    Args:
        x: (N, C, H, W).
        w1: (C/r, C), the layer that squeezes.
        b1: (C/r,).
        w2: (C, C/r), the layer that widens again.
        b2: (C,).

    Returns:
        (N, C, H, W).

    Raises:
        ValueError: x has not four axes, or a weight does not fit its channels.
    """
    gates = se_gates(x, w1, b1, w2, b2)
    scaled: np.ndarray = np.asarray(x) * gates[:, :, None, None]
    return scaled


def se_gates(x: ArrayLike, w1: ArrayLike, b1: ArrayLike, w2: ArrayLike, b2: ArrayLike) -> np.ndarray:
    """The gates of ``se_block``: (N, C) in (0, 1). Arguments and errors are the same."""
    x, w1, b1, w2, b2 = (np.asarray(value) for value in (x, w1, b1, w2, b2))
    _check(x, w1, b1, w2, b2)
    squeezed = x.mean(axis=(2, 3))  # (N, C)
    hidden = np.maximum(squeezed @ w1.T + b1, 0)  # (N, C/r)
    return _sigmoid(hidden @ w2.T + b2)


def eca(x: ArrayLike, kernel: ArrayLike) -> np.ndarray:
    """Efficient channel attention: gates from a 1-D convolution along the channels, without a bottleneck.

    Args:
        x: (N, C, H, W).
        kernel: (k,), k odd; one kernel for all channels. Means beyond the first and last channel are 0.

    Returns:
        (N, C, H, W).

    Raises:
        ValueError: x has not four axes, or the kernel is even.
    """
    x, kernel = np.asarray(x), np.asarray(kernel)
    if x.ndim != 4:
        raise ValueError(f"x has shape {x.shape}, expected (N, C, H, W)")
    if kernel.ndim != 1 or len(kernel) % 2 == 0:
        raise ValueError(
            f"kernel has shape {kernel.shape}, expected (k,) with k odd, so that it has a middle"
        )
    half = len(kernel) // 2
    padded = np.pad(x.mean(axis=(2, 3)), ((0, 0), (half, half)))  # (N, C + 2 * half)
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(kernel), axis=1)  # (N, C, k)
    scaled: np.ndarray = x * _sigmoid(windows @ kernel)[:, :, None, None]
    return scaled


def eca_kernel_size(channels: int, gamma: float = 2, b: float = 1) -> int:
    """ECA's own rule: about half of log2(channels), made odd. As the authors' code: cut off, then up to odd."""
    size = int(abs((math.log2(channels) + b) / gamma))
    return size if size % 2 else size + 1


def se_parameters(channels: int, reduction: int = 16, bias: bool = True) -> int:
    """Parameters of one SE block: 2 C² / r weights, and C / r + C biases.

    Raises:
        ValueError: the channels are not divisible by the reduction.
    """
    if channels % reduction:
        raise ValueError(f"{channels} channels cannot be reduced by {reduction}; r divides C")
    hidden = channels // reduction
    return 2 * channels * hidden + (hidden + channels if bias else 0)


def _check(x: np.ndarray, w1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray) -> None:
    if x.ndim != 4:
        raise ValueError(f"x has shape {x.shape}, expected (N, C, H, W)")
    channels, hidden = x.shape[1], len(w1)
    expected = {"w1": (hidden, channels), "b1": (hidden,), "w2": (channels, hidden), "b2": (channels,)}
    for (name, shape), given in zip(expected.items(), (w1, b1, w2, b2), strict=True):
        if given.shape != shape:
            raise ValueError(
                f"{name} has shape {given.shape}, expected {shape}; (inputs, outputs) by mistake?"
            )


def _sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-z)) without overflow: exp is only taken of what is not positive."""
    small = np.exp(-np.abs(z))
    gate: np.ndarray = np.where(z >= 0, 1, small) / (1 + small)
    return gate

"""Patch embedding of the Vision Transformer, and the parameter counts of Transformers.

Source: arXiv 2010.11929, section 3.1 (equation 1) and table 1; arXiv 1706.03762, section 3.

Differs:
- ``patch_embed`` is the projection alone: class token and positions are added by the model.
- ``vit_parameters`` counts the classifier of torchvision and timm, one linear layer with bias.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["decoder_layer_parameters", "encoder_layer_parameters", "patch_embed", "patches", "vit_parameters"]


def patches(x: ArrayLike, patch: int) -> np.ndarray:
    """Cut images into squares that do not overlap, row by row, and flatten each.

    Args:
        x: (N, C, H, W); H and W are multiples of ``patch``.
        patch: side in pixels.

    Returns:
        (N, T, C * patch * patch) with T = (H / patch) * (W / patch); inside a patch channel, row, column.

    Raises:
        ValueError: H or W is no multiple.
    """
    x = np.asarray(x)
    n, c, height, width = x.shape
    if height % patch or width % patch:
        raise ValueError(f"an image of {height} x {width} does not divide into patches of {patch}")
    rows, columns = height // patch, width // patch
    x = x.reshape(n, c, rows, patch, columns, patch)
    x = x.transpose(0, 2, 4, 1, 3, 5)  # (N, rows, columns, C, patch, patch): position first, content last
    return x.reshape(n, rows * columns, c * patch * patch)


def patch_embed(x: ArrayLike, weight: ArrayLike, bias: ArrayLike, patch: int) -> np.ndarray:
    """One linear layer on every patch; the same as a convolution with kernel = stride = ``patch``.

    Args:
        x: (N, C, H, W).
        weight: (D, C, patch, patch), the layout of a convolution.
        bias: (D,).
        patch: side in pixels.

    Returns:
        (N, T, D), patches row by row.

    Raises:
        ValueError: H or W is no multiple of ``patch``.
    """
    weight = np.asarray(weight)
    return np.asarray(patches(x, patch) @ weight.reshape(len(weight), -1).T + bias)


def encoder_layer_parameters(width: int, hidden: int) -> int:
    """4 D² + 4 D for attention, 2 D F + F + D for the feed-forward part, 4 D for two layer norms."""
    attention = 4 * width**2 + 4 * width
    feed_forward = 2 * width * hidden + hidden + width
    return attention + feed_forward + 2 * 2 * width


def decoder_layer_parameters(width: int, hidden: int) -> int:
    """An encoder layer, a second attention and a third layer norm."""
    return encoder_layer_parameters(width, hidden) + 4 * width**2 + 4 * width + 2 * width


def vit_parameters(
    image: int, patch: int, width: int, layers: int, hidden: int, classes: int, channels: int = 3
) -> int:
    """Patch embedding, class token, learned positions, encoder layers, a last norm, a linear classifier."""
    embedding = channels * patch**2 * width + width
    tokens = (image // patch) ** 2 + 1
    body = layers * encoder_layer_parameters(width, hidden) + 2 * width
    return embedding + width + tokens * width + body + width * classes + classes

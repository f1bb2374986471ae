"""Augmentations that leave the geometry alone: color jitter, PCA jitter, GridMask.

Source: PCA jitter is AlexNet (Krizhevsky et al. 2012), section 4.1; GridMask is arXiv 2001.04086, section 3.

Differs:
- Random numbers are arguments. Images are floats in [0, 1].
- ``grid_mask`` drops squares, as the paper does. The authors' code has that as ``mode=1``; its default, ``mode=0``,
  keeps the squares and drops all else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["color_jitter", "grid_mask", "pca_jitter"]

LUMA = np.array([0.299, 0.587, 0.114])  # of R, G, B in a gray value (BT.601)


def color_jitter(image: ArrayLike, brightness: float, contrast: float, saturation: float) -> np.ndarray:
    """Brightness, then contrast, then saturation, each a factor (1 changes nothing), each cut off to [0, 1].

    Args:
        image: (3, H, W) in [0, 1].
        brightness: multiplies the image.
        contrast: stretches around the mean gray value.
        saturation: stretches around each pixel's gray value.

    Returns:
        (3, H, W) in [0, 1].
    """
    pixels = np.clip(np.asarray(image, dtype=np.float64) * brightness, 0, 1)
    mean = np.tensordot(LUMA, pixels, axes=1).mean()
    pixels = np.clip(mean + contrast * (pixels - mean), 0, 1)
    gray = np.tensordot(LUMA, pixels, axes=1)  # (H, W)
    jittered: np.ndarray = np.clip(gray + saturation * (pixels - gray), 0, 1)
    return jittered


def pca_jitter(image: ArrayLike, alpha: ArrayLike, pixels: ArrayLike) -> np.ndarray:
    """Add one color to the whole image, along the axes in which colors vary, each as far as they do.

    Args:
        image: (3, H, W).
        alpha: (3,) normal numbers of standard deviation 0.1, one for each axis, drawn once for an image.
        pixels: (M, 3) RGB of the *training set*, for the covariance.

    Returns:
        (3, H, W), not cut off.
    """
    values, axes = np.linalg.eigh(np.cov(np.asarray(pixels, dtype=np.float64), rowvar=False))
    shift = axes @ (np.asarray(alpha) * values)  # (3,) AlexNet has the eigenvalue here, not its root
    jittered: np.ndarray = np.asarray(image, dtype=np.float64) + shift[:, None, None]
    return jittered


def grid_mask(
    shape: tuple[int, int], unit: int, ratio: float, offset: tuple[int, int] = (0, 0)
) -> np.ndarray:
    """GridMask: 0 in a grid of squares, 1 elsewhere.

    Args:
        shape: height and width.
        unit: period of the grid in pixels.
        ratio: share of the period that is kept along an axis; a square has sides of (1 - ratio) * unit, rounded.
        offset: of the first square, down and right.

    Returns:
        (H, W) of 0 and 1. Far from the border 1 - (1 - ratio)² of it are 1.

    Raises:
        ValueError: unit or ratio is out of range.
    """
    if unit < 2 or not 0 < ratio < 1:
        raise ValueError(
            f"unit {unit} and ratio {ratio}: expected at least 2 pixels and a share inside (0, 1)"
        )
    side = round((1 - ratio) * unit)
    down, right = ((np.arange(n) - o) % unit < side for n, o in zip(shape, offset, strict=True))
    return 1.0 - np.outer(down, right)

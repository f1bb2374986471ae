"""Bilinear interpolation in both conventions, as the product with one small matrix for each axis.

Source: PyTorch's ``interpolate(mode="bilinear", antialias=False)``. ``align_corners=False`` lays the outer edges of
the pixels onto each other (OpenCV, ONNX half_pixel), ``True`` the centers of the corner pixels.

Differs: samples outside of the outer centers are clamped, as PyTorch and OpenCV do; nothing is extrapolated.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["bilinear_kernel", "bilinear_resize", "interpolation_matrix", "source_coordinates"]


def bilinear_resize(x: ArrayLike, size: tuple[int, int], align_corners: bool = False) -> np.ndarray:
    """Resize images.

    Args:
        x: (N, C, H, W).
        size: (h, w) of the result.
        align_corners: whether the centers of the corner pixels stay corners; else their outer edges do.

    Returns:
        (N, C, h, w); nothing is smoothed before shrinking, so details may alias.
    """
    x = np.asarray(x)
    rows = interpolation_matrix(x.shape[2], size[0], align_corners)  # (h, H)
    columns = interpolation_matrix(x.shape[3], size[1], align_corners)  # (w, W)
    resized: np.ndarray = (rows @ x @ columns.T).astype(x.dtype)
    return resized


def source_coordinates(size_in: int, size_out: int, align_corners: bool = False) -> np.ndarray:
    """(size_out,) where each output pixel is read, in input pixels whose centers are 0, 1, 2 ..."""
    if align_corners:
        return np.linspace(0, size_in - 1, size_out)  # one output pixel reads the first input pixel
    centers = (np.arange(size_out) + 0.5) * (size_in / size_out) - 0.5
    inside: np.ndarray = np.clip(centers, 0, size_in - 1)
    return inside


def interpolation_matrix(size_in: int, size_out: int, align_corners: bool = False) -> np.ndarray:
    """(size_out, size_in), two weights a row that sum to 1."""
    at = source_coordinates(size_in, size_out, align_corners)
    # The hat function: 1 at the pixel's own center, 0 from the neighboring centers on.
    weights: np.ndarray = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(size_in)))
    return weights


def bilinear_kernel(factor: int) -> np.ndarray:
    """(k, k) kernel with which a transposed convolution of this stride interpolates bilinearly.

    k is 2 * factor - factor % 2, with padding factor // 2 for an even factor, as FCN initializes its layers.
    """
    size = 2 * factor - factor % 2
    hat = 1 - np.abs(np.arange(size) - (size - 1) / 2) / factor
    return np.outer(hat, hat)

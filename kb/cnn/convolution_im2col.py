"""Convolution as a matrix product, taken apart: windows to columns, columns back, and the three gradients.

Source: Chellapilla et al. 2006, section 4 (unrolled convolution); layout of ``torch.nn.Unfold`` and ``Fold``.
``col2im`` is the adjoint of ``im2col``, so it is what backward needs for the input.

Differs:
- No groups here: a grouped convolution is this one on each block of channels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.cnn.convolution import Pair, as_pair, conv_output_size, windows

__all__ = ["col2im", "conv2d_backward", "im2col"]


def im2col(
    x: ArrayLike, kernel: tuple[int, int], stride: Pair = 1, padding: Pair = 0, dilation: Pair = 1
) -> np.ndarray:
    """Every window as a column.

    Args:
        x: (N, C, H, W).
        kernel: (kh, kw).
        stride: an int or (h, w), as are padding and dilation.

    Returns:
        (N, C * kh * kw, H' * W'). A pixel is copied once for every window that it lies in.

    Raises:
        ValueError: the dilated kernel is larger than the padded image.
    """
    seen = windows(np.asarray(x), kernel, stride, padding, dilation)  # (N, C, H', W', kh, kw)
    n, c, rows, columns, kh, kw = seen.shape
    return seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, rows * columns)


def col2im(
    columns: ArrayLike,
    shape: tuple[int, int, int, int],
    kernel: tuple[int, int],
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
) -> np.ndarray:
    """Add every column back where its window was: where windows overlap, values are summed.

    Args:
        columns: (N, C * kh * kw, H' * W'), as ``im2col`` makes them of an image of this ``shape``.
        shape: (N, C, H, W).
        kernel: (kh, kw), and the rest as in ``im2col``.

    Returns:
        (N, C, H, W). Not the inverse of ``im2col``: each pixel is multiplied by the number of its windows.

    Raises:
        ValueError: the columns do not fit the shape.
    """
    n, c, height, width = shape
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = kernel, as_pair(stride), as_pair(padding), as_pair(dilation)
    rows, places = conv_output_size(height, kh, sh, ph, dh), conv_output_size(width, kw, sw, pw, dw)
    values = np.asarray(columns)
    if values.shape != (n, c * kh * kw, rows * places):
        raise ValueError(
            f"expected columns {(n, c * kh * kw, rows * places)} for {shape}, found {values.shape}"
        )
    taps = values.reshape(n, c, kh, kw, rows, places)
    padded = np.zeros((n, c, height + 2 * ph, width + 2 * pw), values.dtype)
    for a, b in np.ndindex(kh, kw):  # within one tap no two windows meet, so += is safe
        padded[:, :, a * dh :: sh, b * dw :: sw][:, :, :rows, :places] += taps[:, :, a, b]
    return padded[:, :, ph : ph + height, pw : pw + width]


def conv2d_backward(
    dy: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of ``sum(dy * conv2d(x, weight, bias))``.

    Args:
        dy: (N, O, H', W').
        x: (N, C, H, W).
        weight: (O, C, kh, kw).
        stride: an int or (h, w), as are padding and dilation.

    Returns:
        dx like x, dweight like weight, dbias (O,).

    Raises:
        ValueError: shapes that do not fit.
    """
    image, filters, slope = np.asarray(x), np.asarray(weight), np.asarray(dy)
    kernel = (filters.shape[2], filters.shape[3])
    columns = im2col(image, kernel, stride, padding, dilation)  # (N, C kh kw, L)
    flat = slope.reshape(*slope.shape[:2], -1)  # (N, O, L)
    matrix = filters.reshape(len(filters), -1)  # (O, C kh kw); forward was matrix @ columns
    shape = (image.shape[0], image.shape[1], image.shape[2], image.shape[3])
    dx = col2im(matrix.T @ flat, shape, kernel, stride, padding, dilation)
    dweight = (flat @ columns.swapaxes(1, 2)).sum(axis=0).reshape(filters.shape)
    return dx, dweight, flat.sum(axis=(0, 2))

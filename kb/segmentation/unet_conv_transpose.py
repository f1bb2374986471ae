"""Transposed convolution: every input pixel stamps the kernel, times its value, into a larger map.

Source: arXiv 1603.07285, section 4. The overlap of stamps is Odena et al., *Deconvolution and Checkerboard
Artifacts*, Distill 2016.

Differs: ``dilation``, ``groups`` and ``output_padding`` are in the formula of the size only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["conv_transpose2d", "conv_transpose2d_stamps", "conv_transpose_size", "overlaps"]

Pair = int | tuple[int, int]


def conv_transpose2d(
    x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None, stride: Pair = 1, padding: Pair = 0
) -> np.ndarray:
    """One strided write for each position of the kernel.

    Args:
        x: (N, C, H, W).
        weight: (C, O, kh, kw), inputs first: the weight of the convolution O -> C that this transposes.
        bias: (O,) or None.
        stride: steps between stamps, an int or (h, w).
        padding: rows and columns that are cut off on each side, an int or (h, w).

    Returns:
        (N, O, (H - 1) * stride - 2 * padding + kh, likewise).

    Raises:
        ValueError: the channels of x and weight differ.
    """
    x, weight = np.asarray(x), np.asarray(weight)
    (sh, sw), (ph, pw) = _pair(stride), _pair(padding)
    n, _, h, w = x.shape
    c, o, kh, kw = weight.shape
    if x.shape[1] != c:
        raise ValueError(
            f"x has {x.shape[1]} channels, weight {weight.shape} takes {c} ((O, C, ...) by mistake?)"
        )
    down, right = (h - 1) * sh + 1, (w - 1) * sw + 1  # from the first stamp's corner to behind the last one's
    full = np.zeros((n, o, down + kh - 1, right + kw - 1), dtype=np.result_type(x, weight))
    for i in range(kh):
        for j in range(kw):
            full[:, :, i : i + down : sh, j : j + right : sw] += np.einsum(
                "nchw,co->nohw", x, weight[:, :, i, j]
            )
    out = full[:, :, ph : full.shape[2] - ph, pw : full.shape[3] - pw]
    return out if bias is None else out + np.asarray(bias)[:, None, None]


def conv_transpose2d_stamps(image: ArrayLike, kernel: ArrayLike, stride: int = 1) -> np.ndarray:
    """The same for one channel, as on a whiteboard: (H, W) and (kh, kw)."""
    image, kernel = np.asarray(image), np.asarray(kernel)
    (h, w), (kh, kw) = image.shape, kernel.shape
    out = np.zeros(((h - 1) * stride + kh, (w - 1) * stride + kw))
    for row in range(h):
        for column in range(w):
            top, left = row * stride, column * stride
            out[top : top + kh, left : left + kw] += image[row, column] * kernel
    return out


def conv_transpose_size(
    size: int, kernel: int, stride: int = 1, padding: int = 0, output_padding: int = 0, dilation: int = 1
) -> int:
    """Output size of one axis: (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1.

    Raises:
        ValueError: output_padding is not below stride or dilation: it only chooses among the sizes that a
            convolution with this stride would round to the same.
    """
    if output_padding >= max(stride, dilation):
        raise ValueError(
            f"output_padding {output_padding} must be below stride {stride} or dilation {dilation}"
        )
    return (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + output_padding + 1


def overlaps(size: int, kernel: int, stride: int) -> np.ndarray:
    """How many stamps cover each output pixel of one axis; uneven where kernel % stride is not 0."""
    count = np.zeros(conv_transpose_size(size, kernel, stride), dtype=int)
    for start in range(0, size * stride, stride):
        count[start : start + kernel] += 1
    return count


def _pair(value: Pair) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else value

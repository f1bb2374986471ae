"""2-D convolution as networks mean it, once as loops from the definition and once as a matrix product.

Source: ONNX operator Conv; Dumoulin and Visin, "A guide to convolution arithmetic", arXiv 1603.07285,
relationships 1 to 6 and section 5.1 (dilation). As a matrix product: Chellapilla et al. 2006, section 4.

Differs:
- Padding is always with zeros and the same on both sides of an axis.
- ``conv2d`` keeps every window in memory, kh * kw times the input; libraries choose between such a matrix, tiles of
  it, Winograd's algorithm and Fourier transforms.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["as_pair", "conv2d", "conv2d_loops", "conv_output_size", "windows"]

Pair = int | tuple[int, int]


def conv_output_size(size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """How many places a kernel has along one axis.

    Args:
        size: pixels of the input.
        kernel: taps of the kernel.
        stride: pixels from one place to the next.
        padding: zeros on each side.
        dilation: pixels from one tap to the next.

    Returns:
        floor((size + 2 padding - extent) / stride) + 1, where extent = dilation (kernel - 1) + 1.

    Raises:
        ValueError: the dilated kernel does not fit into the padded input.
    """
    extent = dilation * (kernel - 1) + 1
    room = size + 2 * padding - extent
    if room < 0:
        raise ValueError(
            f"a kernel that spans {extent} pixels does not fit into {size} + 2 * {padding} (padding forgotten?)"
        )
    return room // stride + 1


def conv2d_loops(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """The definition, an output value at a time. Arguments and result as in ``conv2d``."""
    x, weight = _checked(x, weight, groups)
    (sh, sw), (ph, pw), (dh, dw) = as_pair(stride), as_pair(padding), as_pair(dilation)
    outputs, channels, kh, kw = weight.shape
    rows = conv_output_size(x.shape[2], kh, sh, ph, dh)
    columns = conv_output_size(x.shape[3], kw, sw, pw, dw)
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    out = np.zeros((len(x), outputs, rows, columns), np.result_type(x, weight))
    for n, o, i, j in np.ndindex(*out.shape):
        first = o // (outputs // groups) * channels  # of the channels that this group of filters sees
        for c, a, b in np.ndindex(channels, kh, kw):
            seen = padded[n, first + c, i * sh + a * dh, j * sw + b * dw]
            out[n, o, i, j] += weight[o, c, a, b] * seen  # tap (a, b) on pixel (a, b): nothing is flipped
    return out if bias is None else out + np.asarray(bias)[:, None, None]


def conv2d(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
    dilation: Pair = 1,
    groups: int = 1,
) -> np.ndarray:
    """Cross-correlation of every image with every filter: all windows as columns, then one product per group.

    Args:
        x: (N, C, H, W).
        weight: (O, C / groups, kh, kw).
        bias: (O,).
        stride: an int or (h, w), as are padding and dilation.
        padding: rows and columns of zeros on each side.
        dilation: the distance between taps.
        groups: into how many blocks of neighboring channels C and O are cut; a filter sees its own block only.

    Returns:
        (N, O, H', W'), with ``conv_output_size`` for either axis.

    Raises:
        ValueError: shapes or groups do not fit, or the dilated kernel is larger than the padded image.
    """
    x, weight = _checked(x, weight, groups)
    outputs, channels, kh, kw = weight.shape
    seen = windows(x, (kh, kw), stride, padding, dilation)  # (N, C, H', W', kh, kw)
    n, _, rows, columns = seen.shape[:4]
    taps = channels * kh * kw
    cells = seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, groups, taps, rows * columns)
    out = weight.reshape(groups, outputs // groups, taps) @ cells  # (N, G, O / G, H' W')
    out = out.reshape(n, outputs, rows, columns)
    return out if bias is None else out + np.asarray(bias)[:, None, None]


def windows(
    x: np.ndarray, kernel: tuple[int, int], stride: Pair, padding: Pair, dilation: Pair
) -> np.ndarray:
    """What the kernel sees at each of its places, as a view: nothing but the padding is copied.

    Args:
        x: (N, C, H, W).
        kernel: (kh, kw).
        stride: as are padding and dilation, see ``conv2d``.

    Returns:
        (N, C, H', W', kh, kw), read-only.

    Raises:
        ValueError: the dilated kernel is larger than the padded image.
    """
    (sh, sw), (ph, pw), (dh, dw) = as_pair(stride), as_pair(padding), as_pair(dilation)
    rows = conv_output_size(x.shape[2], kernel[0], sh, ph, dh)
    columns = conv_output_size(x.shape[3], kernel[1], sw, pw, dw)
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    n, c, h, w = padded.strides
    return np.lib.stride_tricks.as_strided(
        padded,
        shape=(*x.shape[:2], rows, columns, *kernel),
        strides=(n, c, h * sh, w * sw, h * dh, w * dw),  # a step in place, a step from tap to tap
        writeable=False,
    )


def as_pair(value: Pair) -> tuple[int, int]:
    """An int for both axes, or (h, w) as it is."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _checked(x: ArrayLike, weight: ArrayLike, groups: int) -> tuple[np.ndarray, np.ndarray]:
    image, filters = np.asarray(x), np.asarray(weight)
    if image.shape[1] != filters.shape[1] * groups or len(filters) % groups:
        raise ValueError(
            f"x {image.shape} and weight {filters.shape} do not fit with {groups} groups: x is (N, C, H, W), "
            "weight (O, C / groups, kh, kw) (C not divided by the groups?)"
        )
    return image, filters

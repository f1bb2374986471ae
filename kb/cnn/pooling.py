"""Pooling: max with its indices, the way back, max unpooling, average and global average.

Source: ONNX operators MaxPool, AveragePool, MaxUnpool and GlobalAveragePool; unpooling by indices: SegNet,
arXiv 1511.00561, section 3; global average pooling: Network in Network, arXiv 1312.4400, section 3.2.

Differs:
- Kernel, stride and padding are ints, the same for both axes; sizes are floored (no ``ceil_mode``), no dilation.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "avg_pool2d",
    "global_avg_pool2d",
    "max_pool2d",
    "max_pool2d_backward",
    "max_pool2d_indices",
    "max_unpool2d",
]


def max_pool2d(x: ArrayLike, kernel: int, stride: int, padding: int = 0) -> np.ndarray:
    """The largest value of every window, channel by channel.

    Args:
        x: (N, C, H, W) floats.
        kernel: side of the window.
        stride: pixels from one window to the next; below ``kernel`` the windows overlap.
        padding: on each side, at most half the kernel; it is -inf and so never wins.

    Returns:
        (N, C, H', W') with H' = floor((H + 2 padding - kernel) / stride) + 1.

    Raises:
        ValueError: padding of more than half the kernel, or a kernel larger than the padded map.
    """
    return _windows(np.asarray(x), kernel, stride, padding, -np.inf).max(axis=(4, 5))


def max_pool2d_indices(x: ArrayLike, kernel: int, stride: int, padding: int = 0) -> np.ndarray:
    """Where the maximum of every window stands: row * W + column in its channel, the first of equals.

    Args:
        x: as the rest, see ``max_pool2d``.

    Returns:
        (N, C, H', W') integers in [0, H * W).

    Raises:
        ValueError: as ``max_pool2d``.
    """
    image = np.asarray(x)
    seen = _windows(image, kernel, stride, padding, -np.inf)  # (N, C, H', W', k, k)
    n, c, rows, columns = seen.shape[:4]
    best = seen.reshape(n, c, rows, columns, kernel * kernel).argmax(axis=4)
    row = np.arange(rows)[:, None] * stride - padding + best // kernel  # corner of the window + place in it
    column = np.arange(columns) * stride - padding + best % kernel
    return row * image.shape[3] + column


def max_pool2d_backward(dy: ArrayLike, indices: ArrayLike, size: tuple[int, int]) -> np.ndarray:
    """The gradient in the input: all of it goes to the winners, and winners of several windows get the sum.

    Args:
        dy: (N, C, H', W').
        indices: (N, C, H', W') of ``max_pool2d_indices``.
        size: (H, W) of the input.

    Returns:
        (N, C, H, W).
    """
    slope, where = np.asarray(dy), np.asarray(indices)
    n, c = slope.shape[:2]
    out = np.zeros((n, c, size[0] * size[1]), slope.dtype)
    image, channel = np.arange(n)[:, None, None], np.arange(c)[:, None]
    np.add.at(out, (image, channel, where.reshape(n, c, -1)), slope.reshape(n, c, -1))
    return out.reshape(n, c, *size)


def max_unpool2d(y: ArrayLike, indices: ArrayLike, size: tuple[int, int]) -> np.ndarray:
    """Every pooled value back to the place it came from, 0 elsewhere; arguments as in the backward pass.

    A place that won several windows gets its value once, where the gradient would get a sum.
    """
    values, where = np.asarray(y), np.asarray(indices)
    n, c = values.shape[:2]
    out = np.zeros((n, c, size[0] * size[1]), values.dtype)
    np.put_along_axis(out, where.reshape(n, c, -1), values.reshape(n, c, -1), axis=2)
    return out.reshape(n, c, *size)


def avg_pool2d(
    x: ArrayLike, kernel: int, stride: int, padding: int = 0, count_include_pad: bool = True
) -> np.ndarray:
    """The mean of every window; the zeros of the padding count as pixels unless told otherwise.

    Args:
        x: as the rest, see ``max_pool2d``.
        count_include_pad: divide by kernel², as PyTorch does, or by the number of real pixels, as ONNX does.

    Returns:
        (N, C, H', W').

    Raises:
        ValueError: as ``max_pool2d``.
    """
    image = np.asarray(x)
    mean = _windows(image, kernel, stride, padding, 0).mean(axis=(4, 5))
    if count_include_pad:
        return mean
    return mean / _windows(np.ones_like(image), kernel, stride, padding, 0).mean(axis=(4, 5))


def global_avg_pool2d(x: ArrayLike) -> np.ndarray:
    """One number for each channel, its mean over all positions: (N, C, H, W) to (N, C), at any size."""
    return np.asarray(x).mean(axis=(2, 3))


def _windows(x: np.ndarray, kernel: int, stride: int, padding: int, fill: float) -> np.ndarray:
    """(N, C, H', W', k, k), a view of the padded map."""
    if 2 * padding > kernel:
        raise ValueError(
            f"padding {padding} is more than half of kernel {kernel}: a window would see only padding"
        )
    padded = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2), constant_values=fill)
    seen = np.lib.stride_tricks.sliding_window_view(padded, (kernel, kernel), axis=(2, 3))
    return seen[:, :, ::stride, ::stride]

"""What can be done to kernels without an image: merge two, take one apart, make one of a fully connected layer.

Source: merging is associativity of convolution; a kernel of rank 1 is separable (singular value decomposition);
fully connected layers as convolutions: Long et al., FCN, arXiv 1411.4038, section 3.1.

Differs:
- ``merge_kernels`` is exact for convolutions without padding, and inside of the image with it. Biases are left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kb.cnn.convolution import conv2d

__all__ = ["linear_as_kernel", "merge_kernels", "separate_kernel"]


def merge_kernels(first: ArrayLike, second: ArrayLike) -> np.ndarray:
    """The one kernel that does what ``first`` and then ``second`` do, with nothing nonlinear between them.

    Args:
        first: (M, C, kh, kw), stride 1.
        second: (O, M, qh, qw), stride 1.

    Returns:
        (O, C, kh + qh - 1, kw + qw - 1).

    Raises:
        ValueError: the channels between the two differ.
    """
    inner, outer = np.asarray(first), np.asarray(second)
    qh, qw = outer.shape[2:]
    # Taps add up: this is true convolution, hence cross-correlation with a kernel turned by 180 degrees.
    merged = conv2d(inner.transpose(1, 0, 2, 3), outer[:, :, ::-1, ::-1], padding=(qh - 1, qw - 1))
    return merged.transpose(1, 0, 2, 3)  # (C, O, ...) to (O, C, ...)


def separate_kernel(kernel: ArrayLike) -> tuple[np.ndarray, np.ndarray, float]:
    """The column and the row whose product is nearest to a kernel.

    Args:
        kernel: (kh, kw).

    Returns:
        column (kh,), row (kw,), and the share of the kernel's energy (its sum of squares) that they miss: 0 for a
        kernel of rank 1, which is the only one that is spatially separable.
    """
    left, size, right = np.linalg.svd(np.asarray(kernel, float))
    scale = np.sqrt(size[0])
    energy = (size**2).sum()
    return left[:, 0] * scale, right[0] * scale, float((size[1:] ** 2).sum() / energy) if energy else 0.0


def linear_as_kernel(weight: ArrayLike, shape: tuple[int, int, int]) -> np.ndarray:
    """A fully connected layer as a convolution whose kernel is as large as the map that it used to flatten.

    Args:
        weight: (O, C * H * W), of a layer behind ``flatten``.
        shape: (C, H, W) of the map.

    Returns:
        (O, C, H, W). On a larger map the layer now slides and gives a map of answers.

    Raises:
        ValueError: the map has another number of values than the weight has columns.
    """
    matrix = np.asarray(weight)
    if matrix.shape[1] != np.prod(shape):
        raise ValueError(f"{matrix.shape[1]} columns do not fit a map {shape} of {np.prod(shape)} values")
    return matrix.reshape(len(matrix), *shape)

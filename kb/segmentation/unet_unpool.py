"""Max-pooling that remembers where its maxima were, and the unpooling that puts values back there.

Source: SegNet, arXiv 1511.00561, section 3.1; DeconvNet, arXiv 1505.04366, section 3.2.

Differs: kernel and stride are equal; rows and columns that do not fill a window are dropped, as in PyTorch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["max_pool2d_with_indices", "max_unpool2d"]


def max_pool2d_with_indices(x: ArrayLike, kernel: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Maxima of windows, and where they stood.

    Args:
        x: (N, C, H, W).
        kernel: side and stride of the windows.

    Returns:
        values (N, C, H // kernel, W // kernel), and of that shape the indices into the flattened H * W map.
    """
    x = np.asarray(x)
    n, c, height, width = x.shape
    h, w = height // kernel, width // kernel
    windows = x[:, :, : h * kernel, : w * kernel].reshape(n, c, h, kernel, w, kernel).swapaxes(3, 4)
    flat = windows.reshape(n, c, h, w, kernel * kernel)
    best = flat.argmax(axis=-1)  # within the window; the first of equal ones
    rows = np.arange(h)[:, None] * kernel + best // kernel
    columns = np.arange(w) * kernel + best % kernel
    return flat.max(axis=-1), rows * width + columns


def max_unpool2d(values: ArrayLike, indices: ArrayLike, size: tuple[int, int]) -> np.ndarray:
    """A map of zeros with each value at its index: sparse, three of four pixels are 0 for a kernel of 2.

    Args:
        values: (N, C, h, w).
        indices: (N, C, h, w) into the flattened result.
        size: (H, W) of the result.

    Returns:
        (N, C, H, W).
    """
    values, indices = np.asarray(values), np.asarray(indices)
    n, c = values.shape[:2]
    out = np.zeros((n, c, size[0] * size[1]), dtype=values.dtype)
    np.put_along_axis(out, indices.reshape(n, c, -1), values.reshape(n, c, -1), axis=-1)
    return out.reshape(n, c, *size)

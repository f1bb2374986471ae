"""Two things called SPP: the fixed-length vector of SPP-Net, and the block of parallel pools in YOLO.

Source: SPP-Net, arXiv 1406.4729, section 2.2; the block: YOLOv4, arXiv 2004.10934, section 3; SPPF: the
Ultralytics YOLOs, where three pools in a row replace the parallel ones.

Differs:
- Bins are those of ``torch.nn.AdaptiveMaxPool2d``, floor(i H / n) to ceil((i + 1) H / n); neighbors may share a row.
- The blocks come without the 1x1 convolutions around them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from kb.cnn.pooling import max_pool2d

__all__ = ["adaptive_max_pool2d", "spatial_pyramid_pooling", "spp_block", "sppf_block"]


def adaptive_max_pool2d(x: ArrayLike, bins: int) -> np.ndarray:
    """The maximum of each of bins x bins cells of a map of any size.

    Args:
        x: (N, C, H, W).
        bins: cells along either axis.

    Returns:
        (N, C, bins, bins).
    """
    image = np.asarray(x)
    height, width = image.shape[2:]
    out = np.empty((*image.shape[:2], bins, bins), image.dtype)
    for i, j in np.ndindex(bins, bins):
        rows = slice(i * height // bins, -((i + 1) * height // -bins))  # -(a // -b) rounds up
        columns = slice(j * width // bins, -((j + 1) * width // -bins))
        out[:, :, i, j] = image[:, :, rows, columns].max(axis=(2, 3))
    return out


def spatial_pyramid_pooling(x: ArrayLike, levels: Sequence[int] = (4, 2, 1)) -> np.ndarray:
    """SPP-Net: a vector whose length does not depend on the size of the map.

    Args:
        x: (N, C, H, W).
        levels: bins along an axis, for each level of the pyramid.

    Returns:
        (N, C * sum of bins²), 21 C for levels 4, 2, 1.
    """
    return np.concatenate(
        [adaptive_max_pool2d(x, int(n)).reshape(len(np.asarray(x)), -1) for n in levels], axis=1
    )


def spp_block(x: ArrayLike, kernels: Sequence[int] = (5, 9, 13)) -> np.ndarray:
    """YOLO: the map beside its maxima over windows of several sizes, at stride 1, so the map keeps its size.

    Args:
        x: (N, C, H, W).
        kernels: odd sides of the windows.

    Returns:
        (N, C * (1 + number of kernels), H, W).
    """
    return np.concatenate([np.asarray(x), *(max_pool2d(x, int(k), 1, int(k) // 2) for k in kernels)], axis=1)


def sppf_block(x: ArrayLike, kernel: int = 5, times: int = 3) -> np.ndarray:
    """The same by pooling again and again: two 5x5 maxima in a row are one 9x9, three are one 13x13.

    Args:
        x: (N, C, H, W).
        kernel: odd side of the window.
        times: how many pools in a row.

    Returns:
        (N, C * (1 + times), H, W), equal to ``spp_block`` to the last bit.
    """
    maps = [np.asarray(x)]
    for _ in range(times):
        maps.append(max_pool2d(maps[-1], kernel, 1, kernel // 2))
    return np.concatenate(maps, axis=1)

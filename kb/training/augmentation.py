"""Augmentations that mix samples and their labels: Mixup and CutMix.

Source: Mixup is arXiv 1710.09412, section 2; CutMix is arXiv 1905.04899, section 3.1, equations 1 and 2.

Differs: the random numbers are arguments, lambda, the permutation and the box. In training lambda is drawn from
Beta(alpha, alpha), once for a batch, and the permutation is random.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["cutmix", "mixup"]


def mixup(x: ArrayLike, y: ArrayLike, lam: float, permutation: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Blend every sample, and its label alike, with a partner out of the same batch.

    Args:
        x: (N, ...) floats.
        y: (N, K) one-hot, integers or floats.
        lam: the share of the sample itself, in [0, 1].
        permutation: (N,) integers; the partner of row i is row ``permutation[i]``.

    Returns:
        x of the same shape, and y as floats; the rows of y sum to 1.

    Raises:
        ValueError: rows do not belong together, or lam is no share.
    """
    x, y, partner = _batch(x, y, permutation)
    if not 0 <= lam <= 1:
        raise ValueError(f"lam is {lam}, expected a share in [0, 1] (pixels of 0 to 255 are no shares)")
    own, other = float(lam), 1 - float(lam)
    return own * x + other * x[partner], own * y + other * y[partner]


def cutmix(
    x: ArrayLike, y: ArrayLike, box: tuple[int, int, int, int], permutation: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Paste a rectangle of the partner's image into every image; labels are mixed by area.

    Args:
        x: (N, C, H, W) floats.
        y: (N, K) one-hot.
        box: x1, y1, x2, y2 in pixels, the right and lower end not included; cut off at the border.
        permutation: as for ``mixup``.

    Returns:
        x and y; the partner's share is the area that was *really* pasted, after cutting off.

    Raises:
        ValueError: rows do not belong together.
    """
    x, y, partner = _batch(x, y, permutation)
    height, width = x.shape[2:]
    left, top, right, bottom = (max(0, value) for value in box)
    rows, columns = slice(top, min(bottom, height)), slice(left, min(right, width))
    mixed = x.copy()
    mixed[:, :, rows, columns] = x[partner, :, rows, columns]
    pasted = mixed[0, 0, rows, columns].size / (height * width)
    return mixed, (1 - pasted) * y + pasted * y[partner]


def _batch(x: ArrayLike, y: ArrayLike, permutation: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As arrays; labels as floats of at least the precision of x."""
    x, y, partner = np.asarray(x), np.asarray(y), np.asarray(permutation)
    if not len(x) == len(y) == len(partner):
        found = f"x has {len(x)} rows, y {len(y)} and the permutation {len(partner)}"
        raise ValueError(f"{found}, expected as many of each")
    return x, y if np.issubdtype(y.dtype, np.floating) else y.astype(np.float64), partner

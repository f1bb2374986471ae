"""Synchronized batch norm: the moments of a large batch from those of its parts.

Source: the merge of moments is the pairwise update of Chan, Golub and LeVeque, Algorithms for Computing the
Sample Variance (1983), for any number of parts; as cross-GPU batch normalization it is arXiv 1711.07240.

Differs:
- The parts stand in one array; on devices each sends its mean, variance and count to all others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["merge_moments"]


def merge_moments(means: ArrayLike, variances: ArrayLike, counts: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Mean and biased variance of all values together.

    Args:
        means: (P, C), of the values of each part.
        variances: (P, C), biased, of each part.
        counts: (P,), how many values per channel a part had.

    Returns:
        (C,) mean and (C,) biased variance.

    Raises:
        ValueError: shapes that do not fit, or no value at all.
    """
    means, variances = np.asarray(means, np.float64), np.asarray(variances, np.float64)
    counts = np.asarray(counts, np.float64)
    if means.ndim != 2 or variances.shape != means.shape or counts.shape != means.shape[:1]:
        raise ValueError(
            f"means {means.shape}, variances {variances.shape}, counts {counts.shape}: expected (P, C) twice and (P,)"
        )
    if not counts.sum() > 0:
        raise ValueError("the counts sum to 0; there is nothing to merge")
    share = (counts / counts.sum())[:, None]  # (P, 1)
    mean = (share * means).sum(axis=0)
    # The mean of the parts' variances misses how far apart the parts' means are.
    var = (share * (variances + (means - mean) ** 2)).sum(axis=0)
    return mean, var

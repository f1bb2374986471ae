"""The bias-variance decomposition, measured, and least squares beyond interpolation.

Source: Geman, Bienenstock and Doursat 1992, section 3; double descent is arXiv 1812.11118, section 2.

Differs: the expectations are means over the R training sets that are given. The measured bias² is therefore too large
by variance / R, and the measured variance too small by as much.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["BiasVariance", "bias_variance", "min_norm_fit"]


class BiasVariance(NamedTuple):
    """Means over the test points."""

    bias2: float
    variance: float


def bias_variance(predictions: ArrayLike, truth: ArrayLike) -> BiasVariance:
    """How far the average model is from the truth, and how far single models are from the average one.

    Args:
        predictions: (R, N) of R models, each trained on its own training set, at N test points.
        truth: (N,) without noise.

    Returns:
        bias² and variance. Their sum is the mean squared error against the truth; noise in new labels comes on top.

    Raises:
        ValueError: the shapes do not belong together.
    """
    predictions, truth = np.asarray(predictions, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if predictions.ndim != 2 or predictions.shape[1:] != truth.shape:
        found = f"predictions {predictions.shape} and truth {truth.shape}"
        raise ValueError(f"found {found}, expected (R, N) and (N,)")
    average = predictions.mean(axis=0)  # (N,) the model that one gets on average
    return BiasVariance(float(((average - truth) ** 2).mean()), float(predictions.var(axis=0).mean()))


def min_norm_fit(features: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Least squares; of all weights that fit equally well, the smallest, which is what gradient descent from 0 finds.

    Args:
        features: (N, D), D may be larger than N.
        y: (N,).

    Returns:
        (D,).
    """
    return np.linalg.pinv(np.asarray(features, dtype=np.float64)) @ np.asarray(y, dtype=np.float64)

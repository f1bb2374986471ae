"""The ROC curve and the area under it: by ranks, over all pairs, and as points for the trapezoidal rule.

Source: Hanley and McNeil, Radiology 143, 1982: the area is the Mann-Whitney statistic over P * N.

Differs:
- One class in ``target`` is an error; scikit-learn returns NaN with a warning since 1.6.
- ``roc_curve`` keeps the points on a straight line, which scikit-learn drops.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["roc_auc", "roc_auc_pairs", "roc_curve"]


def roc_auc(target: ArrayLike, score: ArrayLike) -> float:
    """The probability that a positive scores above a negative, by ranks in O(N log N).

    Args:
        target: (N,) integers, 0 or 1.
        score: (N,) floats, larger means more positive; any scale.

    Returns:
        In [0, 1]; equal scores count half.

    Raises:
        ValueError: not both classes are there, or a score is NaN.
    """
    target, score = _binary(target, score)
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = np.cumsum(counts) - (counts - 1) / 2  # equal scores share the mean of their ranks, from 1
    positive = target == 1
    pairs_won = rank[inverse][positive].sum() - positive.sum() * (positive.sum() + 1) / 2
    return float(pairs_won / (positive.sum() * (~positive).sum()))


def roc_auc_pairs(target: ArrayLike, score: ArrayLike) -> float:
    """The same from the definition, over all pairs of a positive and a negative: for a whiteboard."""
    target, score = _binary(target, score)
    gap = score[target == 1][:, None] - score[target == 0]  # (P, N)
    return float((np.sign(gap) + 1).mean() / 2)


def roc_curve(target: ArrayLike, score: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """False and true positive rate, one point a distinct score, from (0, 0) to (1, 1).

    ``np.trapezoid(tpr, fpr)`` is ``roc_auc``: equal scores make one slanted step, whose triangle is their half.
    """
    target, score = _binary(target, score)
    values = np.unique(score)[::-1]  # falling thresholds; a score equal to the threshold is positive
    above = score >= values[:, None]  # (T, N)
    rates = [np.r_[0.0, above[:, target == label].mean(axis=1)] for label in (0, 1)]
    return rates[0], rates[1]


def _binary(target: ArrayLike, score: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    target, score = np.asarray(target), np.asarray(score, dtype=np.float64)
    if set(np.unique(target).tolist()) != {0, 1}:
        raise ValueError(f"target holds {np.unique(target).tolist()[:5]}, expected both classes, 0 and 1")
    if np.isnan(score).any():
        raise ValueError("a score is NaN: it has no rank")
    return target, score

"""Precision, recall, F1 with their averages, and Matthews correlation.

Source: the averages are those of scikit-learn; MCC for K classes is Gorodkin, Comput. Biol. Chem. 28, 2004.

Differs:
- 0/0 is 0 and counts in the mean, without the warning of scikit-learn: a class that is neither there nor
  predicted pulls a macro average down.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["class_counts", "f_beta", "matthews", "precision_recall_f1"]

AVERAGES = ("macro", "weighted", "micro")


def class_counts(
    target: ArrayLike, pred: ArrayLike, classes: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True positives, false positives and false negatives, each class against all others.

    Args:
        target: (N,) integers in [0, classes).
        pred: (N,) integers in [0, classes).
        classes: K.

    Returns:
        Three (K,) integer arrays. An error is counted twice: as a false positive of the class that was
        predicted, and as a false negative of the true one.

    Raises:
        ValueError: different lengths, or a label outside of [0, K).
    """
    target, pred = _labels(target, classes, "target"), _labels(pred, classes, "pred")
    if not np.array_equal(target.shape, pred.shape):
        raise ValueError(f"target has {target.size} labels and pred {pred.size}, expected as many")
    hits = np.bincount(target[target == pred], minlength=classes)
    predicted = np.bincount(pred, minlength=classes)
    present = np.bincount(target, minlength=classes)
    return hits, predicted - hits, present - hits


def precision_recall_f1(
    target: ArrayLike, pred: ArrayLike, classes: int, average: str = "macro"
) -> tuple[float, float, float]:
    """Precision, recall and F1, averaged over the classes.

    Args:
        target: (N,) integers in [0, classes).
        pred: (N,) integers in [0, classes).
        classes: K; a class that occurs nowhere counts too.
        average: "macro", the mean of the classes; "weighted", their mean by frequency in ``target``;
            "micro", from the counts of all classes together.

    Returns:
        Three floats in [0, 1]; 0/0 is 0. The F1 is an average of F1s, not the F1 of the averages.

    Raises:
        ValueError: as ``class_counts``, or another average.
    """
    tp, fp, fn = class_counts(target, pred, classes)
    if average not in AVERAGES:
        raise ValueError(f"average is {average!r}, expected one of {', '.join(AVERAGES)}")
    if average == "micro":
        tp, fp, fn = (np.atleast_1d(count.sum()) for count in (tp, fp, fn))
    weight = tp + fn if average == "weighted" else np.ones_like(tp)
    weight = _ratio(weight, weight.sum())
    # 2TP / (2TP + FP + FN) is the harmonic mean, without a 0/0 of its own where only one of the two is 0/0.
    scores = (_ratio(tp, tp + fp), _ratio(tp, tp + fn), _ratio(2 * tp, 2 * tp + fp + fn))
    precision, recall, f1 = (float((weight * score).sum()) for score in scores)
    return precision, recall, f1


def f_beta(precision: float, recall: float, beta: float = 1.0) -> float:
    """Weighted harmonic mean; recall counts beta times as much as precision. 0 where both are 0."""
    total = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / total if total > 0 else 0.0


def matthews(confusion: ArrayLike) -> float:
    """Matthews correlation coefficient, the correlation of truth and prediction.

    Args:
        confusion: (K, K) counts, rows are the truth.

    Returns:
        In [-1, 1]; 0 where either has one class only, as 0/0.
    """
    counts = np.asarray(confusion, dtype=np.float64)
    truth, predicted, total = counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    covariance = np.trace(counts) * total - truth @ predicted
    spread = (total**2 - truth @ truth) * (total**2 - predicted @ predicted)
    return float(covariance / np.sqrt(spread)) if spread > 0 else 0.0


def _labels(labels: ArrayLike, classes: int, name: str) -> np.ndarray:
    """(N,) integers in [0, classes); an empty list has no dtype and is taken."""
    labels = np.asarray(labels)
    if not np.isin(labels, np.arange(classes)).all():
        raise ValueError(f"{name} has labels outside of 0 to {classes - 1} (scores or an ignore index?)")
    return labels.astype(np.int64)


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """numerator / denominator, and 0 where the denominator is 0."""
    ratio = np.zeros(np.broadcast(numerator, denominator).shape)
    np.divide(numerator, denominator, out=ratio, where=denominator > 0)
    return ratio

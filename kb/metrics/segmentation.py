"""Metrics of semantic segmentation, all read off one confusion matrix.

Source: FCN, arXiv 1411.4038, section 5 (pixel accuracy, mean accuracy, mean IU, frequency weighted IU).

Differs:
- A class that is in neither truth nor prediction has no IoU (NaN) and is left out of means; the paper sums over
  the classes of the truth.
- Dice is the F1 of the pixels of a class.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "class_dice",
    "class_iou",
    "class_precision",
    "class_recall",
    "confusion_matrix",
    "frequency_weighted_iou",
    "mean_iou",
    "mean_pixel_accuracy",
    "pixel_accuracy",
]


def confusion_matrix(
    target: ArrayLike, pred: ArrayLike, classes: int, ignore_index: int | None = None
) -> np.ndarray:
    """Count every pair of true and predicted class.

    Args:
        target: integers of any shape, in [0, K) but for ignore_index.
        pred: the same shape, in [0, K).
        classes: K.
        ignore_index: pixels with this truth are left out, whatever is predicted there.

    Returns:
        (K, K) integers; rows are the truth, columns the prediction.

    Raises:
        ValueError: shapes differ, or a label is outside [0, K): it would land in the wrong cell.
    """
    # int64 first: in uint8, as masks are stored, target * classes wraps around at 256.
    truth, guess = (np.asarray(part).astype(np.int64).ravel() for part in (target, pred))
    if truth.shape != guess.shape:
        raise ValueError(
            f"{truth.size} true and {guess.size} predicted pixels (classes not reduced by argmax?)"
        )
    if ignore_index is not None:
        seen = truth != ignore_index
        truth, guess = truth[seen], guess[seen]
    for name, labels in (("target", truth), ("pred", guess)):
        if np.any((labels < 0) | (labels >= classes)):
            raise ValueError(f"{name} has a label outside 0..{classes - 1} (255 for ignored pixels?)")
    return np.bincount(truth * classes + guess, minlength=classes**2).reshape(classes, classes)


def pixel_accuracy(confusion: ArrayLike) -> float:
    """PA: the share of all pixels that are right; NaN without pixels."""
    matrix = np.asarray(confusion, dtype=np.float64)
    return float(_ratio(np.trace(matrix), matrix.sum()))


def class_recall(confusion: ArrayLike) -> np.ndarray:
    """(K,) accuracy of each class: of its pixels, how many were found. NaN for a class without pixels."""
    matrix = np.asarray(confusion, dtype=np.float64)
    return _ratio(np.diag(matrix), matrix.sum(axis=1))


def class_precision(confusion: ArrayLike) -> np.ndarray:
    """(K,) of the pixels that were given to a class, how many belong to it. NaN for a class never predicted."""
    return class_recall(np.asarray(confusion).T)


def mean_pixel_accuracy(confusion: ArrayLike) -> float:
    """MPA: the mean recall of the classes that have pixels."""
    return _mean(class_recall(confusion))


def class_iou(confusion: ArrayLike) -> np.ndarray:
    """(K,) n_ii / (row + column - n_ii); NaN for a class in neither truth nor prediction."""
    matrix = np.asarray(confusion, dtype=np.float64)
    right = np.diag(matrix)
    return _ratio(right, matrix.sum(axis=1) + matrix.sum(axis=0) - right)


def mean_iou(confusion: ArrayLike) -> float:
    """Mean IoU of the classes that are in truth or prediction.

    Args:
        confusion: (K, K) counts, rows are the truth.

    Returns:
        In [0, 1]; NaN where no class is left.
    """
    return _mean(class_iou(confusion))


def frequency_weighted_iou(confusion: ArrayLike) -> float:
    """FWIoU: the IoU of each class, weighted by its share of the true pixels."""
    matrix = np.asarray(confusion, dtype=np.float64)
    weighted = matrix.sum(axis=1) * np.nan_to_num(class_iou(matrix))
    return float(_ratio(weighted.sum(), matrix.sum()))


def class_dice(confusion: ArrayLike) -> np.ndarray:
    """(K,) 2 n_ii / (row + column), which is F1 and 2 IoU / (1 + IoU)."""
    matrix = np.asarray(confusion, dtype=np.float64)
    return _ratio(2 * np.diag(matrix), matrix.sum(axis=1) + matrix.sum(axis=0))


def _ratio(above: ArrayLike, below: ArrayLike) -> np.ndarray:
    """A quotient; NaN where the denominator is 0."""
    above, below = np.asarray(above), np.asarray(below)
    ratio: np.ndarray = np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)
    return ratio


def _mean(values: np.ndarray) -> float:
    """Mean of what is not NaN; NaN where nothing is left."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")

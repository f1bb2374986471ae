"""Cross-validation: splits into k folds, plain, stratified and by group.

Source: Stone 1974 for cross-validation; Kohavi 1995, section 2, for stratified folds.

Differs: as in scikit-learn classes are dealt out like cards, one after the other, so that the folds' sizes differ by at
most 1, too. Unlike there a class may have fewer rows than there are folds, and rows are always shuffled.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["group_kfold", "kfold", "stratified_kfold"]

Folds = list[tuple[np.ndarray, np.ndarray]]


def kfold(count: int, k: int, seed: int) -> Folds:
    """Shuffle ``count`` rows and deal them out to k folds.

    Args:
        count: N.
        k: number of folds, 2 to N.
        seed: of the shuffle.

    Returns:
        k pairs of integer index arrays, train and test.

    Raises:
        ValueError: k is out of range.
    """
    return stratified_kfold(np.zeros(count, dtype=np.int64), k, seed)  # one class only


def stratified_kfold(labels: ArrayLike, k: int, seed: int) -> Folds:
    """Folds in which every class is spread as evenly as its count allows.

    Args:
        labels: (N,) any integers.
        k: number of folds, 2 to N.
        seed: of the shuffle inside of every class.

    Returns:
        k pairs of integer index arrays, train and test. Tests are disjoint and cover all rows, train is the rest.

    Raises:
        ValueError: labels are no list of classes, or k is out of range.
    """
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"labels have shape {labels.shape}, expected (N,) (one-hot by mistake?)")
    if not 2 <= k <= len(labels):
        raise ValueError(f"k is {k}, expected 2 to {len(labels)}: every fold needs a row")
    rng = np.random.default_rng(seed)
    fold = np.empty(len(labels), dtype=np.int64)  # (N,) the fold in which a row is tested
    dealt = 0
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        fold[members] = (dealt + np.arange(len(members))) % k  # go on where the last class ended
        dealt += len(members)
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]


def group_kfold(groups: ArrayLike, k: int, seed: int) -> Folds:
    """Folds that never split a group (a patient, a video, a scene): what belongs together is tested together.

    Args:
        groups: (N,) any integers, equal for rows that belong together.
        k: number of folds, 2 to the number of groups.
        seed: of the shuffle of groups.

    Returns:
        As ``stratified_kfold``; the folds hold equal numbers of groups, not of rows.

    Raises:
        ValueError: k is out of range.
    """
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    folds = kfold(len(names), k, seed)
    return [tuple(np.flatnonzero(np.isin(group, part)) for part in fold) for fold in folds]  # type: ignore[misc]

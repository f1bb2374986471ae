"""Label shuffling: an order of the training set in which every class comes equally often.

Source: known from Hikvision's entry to ILSVRC 2016; there is no paper.

Differs: every turn of a rare class is shuffled anew.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["label_shuffle"]


def label_shuffle(labels: ArrayLike, seed: int) -> np.ndarray:
    """Indices of one epoch: each class as often as the largest class, its rows in turn.

    Args:
        labels: (N,) integers.
        seed: of all shuffles.

    Returns:
        (K * largest,) indices; a row of a rare class comes several times, to be augmented anew each time.
    """
    labels = np.asarray(labels)
    rng = np.random.default_rng(seed)
    names, counts = np.unique(labels, return_counts=True)
    largest = int(counts.max(initial=0))
    drawn = [np.zeros(0, dtype=np.int64)]
    for name in names:
        members = np.flatnonzero(labels == name)
        turns = [rng.permutation(members) for _ in range(-(-largest // len(members)))]
        drawn.append(np.concatenate(turns)[:largest])
    return rng.permutation(np.concatenate(drawn))

"""Positions inside of the class are returned as indices.

The third row of class 1 is not row 2 of the data. Shuffle the indices themselves, or translate the positions
back.

Caught by: test_small_cases[both classes are even]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = rng.permutation(int((labels == label).sum()))
        fold[members] = np.arange(len(members)) % k
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]

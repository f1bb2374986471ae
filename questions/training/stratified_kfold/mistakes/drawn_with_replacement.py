"""Each fold is drawn anew.

Tests drawn one by one overlap, and some rows are never tested. That is repeated random sub-sampling; in cross-
validation every row is tested exactly once.

Caught by: test_sorted_labels, test_random[2]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    rows, pairs = np.arange(len(labels)), []
    for i in range(k):
        test = []
        for label in np.unique(labels):
            members = np.flatnonzero(labels == label)
            share = len(members) // k + (i < len(members) % k)
            test.extend(rng.permutation(members)[:share].tolist())
        pairs.append((np.setdiff1d(rows, test), np.array(test, dtype=int)))
    return pairs

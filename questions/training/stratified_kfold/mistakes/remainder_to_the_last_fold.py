"""What does not divide by k goes to the last fold.

With 11 rows and 4 folds the folds hold 2, 2, 2 and 5. The counts may differ by one at most.

Caught by: test_small_cases[one class, remainder 3]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        fold[members] = np.minimum(np.arange(len(members)) // max(len(members) // k, 1), k - 1)
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]

"""A class with fewer rows than folds is an error.

scikit-learn refuses that only if *all* classes are so small. Here it is allowed: some folds simply have no row
of the class.

Caught by: test_small_cases[a class of one row]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        if len(members) < k:
            raise ValueError("a class has fewer rows than there are folds")
        fold[members] = np.arange(len(members)) % k
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]

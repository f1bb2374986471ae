"""Only the order of the folds depends on the seed.

Which rows are tested together is what a shuffle should change. Here it is always the same, the folds merely
have other numbers.

Caught by: test_other_seed_parts_each_class_otherwise[1]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        fold[members] = np.arange(len(members)) % k
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in rng.permutation(k)]

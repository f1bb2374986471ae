"""Nothing is shuffled, the seed is ignored.

Rows that were recorded one after the other, in one session or by one person, fall into folds by their position,
and a second split with another seed is the same.

Caught by: test_other_seed_parts_each_class_otherwise[0]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        fold[members] = np.arange(len(members)) % k
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]

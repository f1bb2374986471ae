"""Only the first class is shuffled.

The generator is asked once, and the other classes keep their order. Shuffle inside of every class.

Caught by: test_other_seed_parts_each_class_otherwise[1]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        if label == labels.min():
            members = rng.permutation(members)
        fold[members] = np.arange(len(members)) % k
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]

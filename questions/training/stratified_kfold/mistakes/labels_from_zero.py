"""Labels are taken to be 0 to K - 1.

range(labels.max() + 1) misses negative labels: their rows all stay in fold 0. Go through the labels that occur,
np.unique.

Caught by: test_any_integers[negative and with gaps]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in range(min(int(labels.max()), 1000) + 1):
        members = rng.permutation(np.flatnonzero(labels == label))
        fold[members] = np.arange(len(members)) % k
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]

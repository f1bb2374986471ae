"""What does not divide by k is left out.

len // k rows of each class go to every fold, and the last ones to none: they are never tested. Deal them out
too.

Caught by: test_small_cases[four and three], test_small_cases[a class of one row]
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        share = len(members) // k
        fold[members] = np.repeat(np.append(np.arange(k), -1), [share] * k + [len(members) % k])
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]

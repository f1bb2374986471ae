"""train is everything, the test rows included.

That is leakage in its purest form: every test row has been trained on. Train is what is not in the test.

Caught by: test_small_cases[two rows]
Page: leakage
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        fold[members] = np.arange(len(members)) % k
    return [(np.arange(len(labels)), np.flatnonzero(fold == i)) for i in range(k)]

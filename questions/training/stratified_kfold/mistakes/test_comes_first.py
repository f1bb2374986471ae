"""The pair is the wrong way round.

The order is (train, test). Exchanged, the model is trained on one fold and tested on k - 1 of them; with k = 2
nothing would show.

Caught by: test_form
Page: cross-validation
"""

import numpy as np


def stratified_kfold(labels, k, seed):
    rng = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        fold[members] = np.arange(len(members)) % k
    return [(np.flatnonzero(fold == i), np.flatnonzero(fold != i)) for i in range(k)]

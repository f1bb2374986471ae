"""Boolean masks are returned instead of indices.

labels[mask] works as well, so this is easily overlooked. A list of indices was asked for: shorter arrays of
integers.

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
    return [(fold != i, fold == i) for i in range(k)]

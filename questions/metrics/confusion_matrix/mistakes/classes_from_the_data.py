"""The number of classes is taken from the labels that occur.

A batch without the last class then has a smaller matrix, and the matrices of batches cannot be added up. Use
`classes`.

Caught by: test_shape
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel().astype(np.int64)
    p = pred.ravel().astype(np.int64)
    if ignore_index is not None:
        keep = t != ignore_index
        t, p = t[keep], p[keep]
    found, both = np.unique(np.concatenate([t, p]), return_inverse=True)
    t, p, classes = both[: len(t)], both[len(t) :], len(found)
    counts = np.bincount(t * classes + p, minlength=classes * classes)
    return counts.reshape(classes, classes)

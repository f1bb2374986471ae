"""`minlength` is missing.

bincount ends with the largest number that occurs. If the last cells are empty it is too short, and cannot be
reshaped.

Caught by: test_hand_cases[the last class is missing]
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel().astype(np.int64)
    p = pred.ravel().astype(np.int64)
    if ignore_index is not None:
        keep = t != ignore_index
        t, p = t[keep], p[keep]
    counts = np.bincount(t * classes + p)
    return counts.reshape(classes, classes)

"""`if ignore_index:` is false for 0.

Class 0, often the background, is a usual choice. Compare with None.

Caught by: test_ignore_index[class 0]
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel().astype(np.int64)
    p = pred.ravel().astype(np.int64)
    if ignore_index:
        keep = t != ignore_index
        t, p = t[keep], p[keep]
    counts = np.bincount(t * classes + p, minlength=classes * classes)
    return counts.reshape(classes, classes)

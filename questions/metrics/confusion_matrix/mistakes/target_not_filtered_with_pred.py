"""The prediction decides what is ignored.

The ignored label stands in the truth; a prediction of 255 never happens. Filter both arrays by the truth.

Caught by: test_ignore_index[255, the void label]
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel().astype(np.int64)
    p = pred.ravel().astype(np.int64)
    if ignore_index is not None:
        keep = p != ignore_index
        t, p = t[keep], p[keep]
    counts = np.bincount(t * classes + p, minlength=classes * classes)
    return counts.reshape(classes, classes)

"""`ignore_index` is accepted and not used.

A label of 255 then lands far beyond the K * K cells, and one that is a class is counted.

Caught by: test_ignore_index[class 0]
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel().astype(np.int64)
    p = pred.ravel().astype(np.int64)
    counts = np.bincount(t * classes + p, minlength=classes * classes)
    return counts.reshape(classes, classes)

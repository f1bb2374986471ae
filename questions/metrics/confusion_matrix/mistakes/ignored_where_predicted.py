"""Pixels *predicted* as ignore_index are left out as well.

Only the truth says that nothing is known about a pixel. If the prediction may choose, a model improves its
score by giving the ignored class to hard pixels.

Caught by: test_ignore_index[only the truth counts]
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel().astype(np.int64)
    p = pred.ravel().astype(np.int64)
    if ignore_index is not None:
        keep = (t != ignore_index) & (p != ignore_index)
        t, p = t[keep], p[keep]
    counts = np.bincount(t * classes + p, minlength=classes * classes)
    return counts.reshape(classes, classes)

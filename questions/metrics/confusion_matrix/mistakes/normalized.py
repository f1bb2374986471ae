"""The rows are divided by their sums.

That shows recalls, and hides how many pixels there are. Return the counts; whoever plots them can normalize.

Caught by: test_hand_cases[one pair four times]
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel().astype(np.int64)
    p = pred.ravel().astype(np.int64)
    if ignore_index is not None:
        keep = t != ignore_index
        t, p = t[keep], p[keep]
    counts = np.bincount(t * classes + p, minlength=classes * classes)
    counts = counts.reshape(classes, classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

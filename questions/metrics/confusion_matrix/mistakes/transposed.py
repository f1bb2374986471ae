"""Rows are the prediction.

Every cell is right and stands at its mirror place. IoU and pixel accuracy do not change, precision and recall
change places. Say which convention you take; here rows are the truth.

Caught by: test_hand_cases[rows are the truth]
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel().astype(np.int64)
    p = pred.ravel().astype(np.int64)
    if ignore_index is not None:
        keep = t != ignore_index
        t, p = t[keep], p[keep]
    counts = np.bincount(p * classes + t, minlength=classes * classes)
    return counts.reshape(classes, classes)

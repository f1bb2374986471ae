"""The counts are floats.

Counts are integers, and stay exact in 64 bits. In float32, as `np.zeros(..., dtype=np.float32)` makes them,
adding ones stops at 16,777,216, four large images.

Caught by: test_hand_cases[all right]
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
    return counts.reshape(classes, classes).astype(np.float64)

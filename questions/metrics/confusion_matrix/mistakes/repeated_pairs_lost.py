"""`matrix[t, p] += 1` counts each pair once.

NumPy reads all cells, adds one, and writes them back, so a pair that occurs a thousand times adds one.
`np.add.at` adds every time, `bincount` does it faster.

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
    counts = np.zeros((classes, classes), dtype=np.int64)
    counts[t, p] += 1
    return counts

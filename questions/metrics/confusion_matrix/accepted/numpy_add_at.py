"""NumPy, the unbuffered add into a matrix with a row and a column for what is ignored."""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t, p = target.reshape(-1).astype(int), pred.reshape(-1).astype(int)
    seen = np.ones(t.shape, dtype=bool) if ignore_index is None else t != ignore_index
    matrix = np.zeros((classes + 1, classes + 1), dtype=int)
    np.add.at(matrix, (np.where(seen, t, classes), np.where(seen, p, classes)), 1)
    return matrix[:classes, :classes]

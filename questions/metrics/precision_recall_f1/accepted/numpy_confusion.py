"""NumPy from the confusion matrix."""

import numpy as np


def precision_recall_f1(target, pred, classes, average="macro"):
    matrix = np.zeros((classes, classes))
    np.add.at(matrix, (target, pred), 1)
    if average == "micro":
        value = float(np.trace(matrix) / matrix.sum()) if matrix.sum() else 0.0
        return value, value, value
    tp, rows, columns = np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
    precision, recall = tp / np.maximum(columns, 1), tp / np.maximum(rows, 1)
    both = precision + recall
    f1 = 2 * precision * recall / np.where(both > 0, both, 1)
    weights = rows / max(rows.sum(), 1) if average == "weighted" else np.full(classes, 1 / classes)
    return float(weights @ precision), float(weights @ recall), float(weights @ f1)

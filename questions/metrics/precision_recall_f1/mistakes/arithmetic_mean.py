"""F1 is the plain mean of precision and recall.

The harmonic mean lies near the smaller of the two, which is its point: precision 1 with recall 0.01 must not score 0.5.

Caught by: test_shape
Page: f1
"""

import numpy as np


def precision_recall_f1(target, pred, classes, average="macro"):
    target, pred = target.astype(np.int64), pred.astype(np.int64)
    tp = np.bincount(target[target == pred], minlength=classes)
    called, members = np.bincount(pred, minlength=classes), np.bincount(target, minlength=classes)
    weight = members if average == "weighted" else np.ones(classes)
    if average == "micro":
        tp, called, members = tp.sum(keepdims=True), called.sum(keepdims=True), members.sum(keepdims=True)
        weight = np.ones(1)
    weight = weight / max(weight.sum(), 1)
    precision, recall = tp / np.maximum(called, 1), tp / np.maximum(members, 1)
    f1 = (precision + recall) / 2
    return tuple(float((weight * part).sum()) for part in (precision, recall, f1))

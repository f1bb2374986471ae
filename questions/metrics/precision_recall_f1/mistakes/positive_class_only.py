"""Only class 1 is looked at.

With two classes that is scikit-learn's `average="binary"`. Asked is an average over all classes.

Caught by: test_shape
Page: confusion-matrix
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
    if average == "macro" and classes > 1:
        weight = np.eye(classes)[1]
    weight = weight / max(weight.sum(), 1)
    precision, recall = tp / np.maximum(called, 1), tp / np.maximum(members, 1)
    f1 = 2 * tp / np.maximum(called + members, 1)
    return tuple(float((weight * part).sum()) for part in (precision, recall, f1))

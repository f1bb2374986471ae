"""Classes that occur nowhere are left out of the mean.

A choice that other libraries make. Here every class that was announced counts, with 0: otherwise the denominator changes from one test set to the next.

Caught by: test_hand_cases[two of four classes occur nowhere]
Page: reference-implementation
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
    weight = weight * (called + members > 0)
    weight = weight / max(weight.sum(), 1)
    precision, recall = tp / np.maximum(called, 1), tp / np.maximum(members, 1)
    f1 = 2 * tp / np.maximum(called + members, 1)
    return tuple(float((weight * part).sum()) for part in (precision, recall, f1))

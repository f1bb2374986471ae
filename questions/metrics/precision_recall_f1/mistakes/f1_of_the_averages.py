"""The F1 is made of the averaged precision and recall.

That is another number, never smaller. The macro F1 of scikit-learn is the mean of the classes' F1.

Caught by: test_hand_cases[F1 of each class is 1/2]
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
    precision, recall = float((weight * precision).sum()), float((weight * recall).sum())
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1

"""An epsilon stands in the denominators.

It answers 0/0 in silence and makes every other value a little too small: a perfect score is no longer 1. Decide 0/0 with a condition.

Caught by: test_hand_cases[all right]
Also with: 1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-16 for 1e-7
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
    weight = weight / max(weight.sum(), 1)
    precision, recall = tp / (called + 1e-7), tp / (members + 1e-7)
    f1 = 2 * precision * recall / (precision + recall + 1e-7)
    return tuple(float((weight * part).sum()) for part in (precision, recall, f1))

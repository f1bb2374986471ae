"""0/0 counts as 1.

"No false alarm, so precision is perfect" can be argued, and scikit-learn offers it (`zero_division=1`). Asked is 0: a class that is never predicted gets no praise for it.

Caught by: test_hand_cases[class 1 is never predicted: precision 0/0]
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
    precision, recall = np.where(called > 0, tp / np.maximum(called, 1), 1), np.where(members > 0, tp / np.maximum(members, 1), 1)
    f1 = 2 * tp / np.maximum(called + members, 1)
    return tuple(float((weight * part).sum()) for part in (precision, recall, f1))

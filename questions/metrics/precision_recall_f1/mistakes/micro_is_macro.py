"""`micro` is not told from `macro`.

Micro sums the counts of all classes and divides once, so that samples count alike; macro divides for each class and averages.

Caught by: test_averages[micro: the accuracy]
Page: confusion-matrix
"""

import numpy as np


def precision_recall_f1(target, pred, classes, average="macro"):
    target, pred = target.astype(np.int64), pred.astype(np.int64)
    tp = np.bincount(target[target == pred], minlength=classes)
    called, members = np.bincount(pred, minlength=classes), np.bincount(target, minlength=classes)
    weight = members if average == "weighted" else np.ones(classes)
    weight = weight / max(weight.sum(), 1)
    precision, recall = tp / np.maximum(called, 1), tp / np.maximum(members, 1)
    f1 = 2 * tp / np.maximum(called + members, 1)
    return tuple(float((weight * part).sum()) for part in (precision, recall, f1))

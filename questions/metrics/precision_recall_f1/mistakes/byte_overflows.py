"""Pairs of classes are counted in the type of the labels.

`target * classes + pred` overflows in uint8 from 17 classes on: NumPy wraps around in silence, and the samples land in other cells. Make it int64 first.

Caught by: test_integer_types[uint8-29]
Page: confusion-matrix
"""

import numpy as np


def precision_recall_f1(target, pred, classes, average="macro"):
    cells = np.bincount(target * classes + pred, minlength=classes**2)
    confusion = cells.reshape(classes, classes)
    tp, called, members = np.diag(confusion).astype(float), confusion.sum(axis=0), confusion.sum(axis=1)
    if average == "micro":
        tp, called, members = (part.sum(keepdims=True) for part in (tp, called, members))
    weight = members / max(members.sum(), 1) if average == "weighted" else np.full(len(tp), 1 / len(tp))
    parts = []
    for top, bottom in ((tp, called), (tp, members), (2 * tp, called + members)):
        parts.append(np.divide(top, bottom, out=np.zeros(len(top)), where=bottom > 0))
    return tuple(float((weight * part).sum()) for part in parts)

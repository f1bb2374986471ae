"""NumPy, the curve with one point for each distinct score, and trapezoids."""

import numpy as np


def roc_auc(target, score):
    if len(np.unique(target)) != 2:
        raise ValueError("both classes are needed")
    order = np.argsort(-score, kind="stable")
    truth, score = target[order].astype(np.int64), score[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)  # the last of each run of equal scores
    tp = np.append(0, np.cumsum(truth)[last])
    fp = np.append(0, np.cumsum(1 - truth)[last])
    tpr, fpr = tp / tp[-1], fp / fp[-1]
    return float((np.diff(fpr) * (tpr[1:] + tpr[:-1])).sum() / 2)

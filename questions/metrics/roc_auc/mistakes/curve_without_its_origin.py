"""The curve does not begin at (0, 0).

The highest threshold calls nothing positive; without that point the first piece of the area is missing. It shows where the best score belongs to a negative or to a tie.

Caught by: test_ties_count_half[all equal]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    if len(np.unique(target)) != 2:
        raise ValueError("both classes are needed")
    order = np.argsort(-score, kind="stable")
    truth, score = target[order].astype(np.int64), score[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)
    tp, fp = np.cumsum(truth)[last], np.cumsum(1 - truth)[last]
    tpr, fpr = tp / tp[-1], fp / fp[-1]
    return float((np.diff(fpr) * (tpr[1:] + tpr[:-1])).sum() / 2)

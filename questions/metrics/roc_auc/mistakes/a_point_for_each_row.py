"""The curve has a point for each row instead of each distinct score.

Within a tie the curve then goes up first or right first, as the rows happen to stand. One point for the whole group makes the slanted step whose triangle is the half.

Caught by: test_ties_count_half[positive first], test_ties_count_half[negative first]
Page: auc-by-ranks
"""

import numpy as np


def roc_auc(target, score):
    if len(np.unique(target)) != 2:
        raise ValueError("both classes are needed")
    truth = target[np.argsort(-score, kind="stable")].astype(np.int64)
    tpr = np.append(0, np.cumsum(truth)) / truth.sum()
    fpr = np.append(0, np.cumsum(1 - truth)) / (1 - truth).sum()
    return float((np.diff(fpr) * (tpr[1:] + tpr[:-1])).sum() / 2)

"""The area is summed as rectangles.

With the height at the right end of each step, every tie counts as won. Where a group of equal scores holds both classes the curve is slanted: take the mean of both heights.

Caught by: test_ties_count_half[one of four pairs is a tie]
Page: auc-by-ranks
"""

import numpy as np


def roc_auc(target, score):
    if len(np.unique(target)) != 2:
        raise ValueError("both classes are needed")
    values = np.unique(score)[::-1]
    positives, negatives = np.sort(score[target == 1]), np.sort(score[target == 0])
    tpr = 1 - np.searchsorted(positives, values) / len(positives)
    fpr = 1 - np.searchsorted(negatives, values) / len(negatives)
    return float((np.diff(fpr, prepend=0.0) * tpr).sum())

"""The thresholds are a grid from 0 to 1.

Scores may be logits, distances, anything: outside of the grid all are alike, and between two grid points too. The thresholds of a curve are the scores themselves.

Caught by: test_any_scale[negative], test_any_scale[around 10,000]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    if len(np.unique(target)) != 2:
        raise ValueError("both classes are needed")
    thresholds = np.concatenate([[np.inf], np.linspace(1, 0, 1001), [-np.inf]])
    positives, negatives = np.sort(score[target == 1]), np.sort(score[target == 0])
    tpr = 1 - np.searchsorted(positives, thresholds) / len(positives)
    fpr = 1 - np.searchsorted(negatives, thresholds) / len(negatives)
    return float((np.diff(fpr) * (tpr[1:] + tpr[:-1])).sum() / 2)

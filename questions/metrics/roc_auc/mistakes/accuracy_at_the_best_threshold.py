"""The best accuracy over all thresholds is returned.

That is one point of the curve. The area is the share of pairs in the right order, over all thresholds.

Caught by: test_hand_cases[the wrong order]
Page: said-and-true
"""

import numpy as np


def roc_auc(target, score):
    if len(np.unique(target)) != 2:
        raise ValueError("both classes are needed")
    order = np.argsort(-score, kind="stable")
    truth = target[order].astype(np.int64)
    hits = np.append(0, np.cumsum(truth))
    right = hits + (1 - truth).sum() - np.append(0, np.cumsum(1 - truth))
    return float(right.max() / len(truth))

"""Equal scores get different ranks.

`argsort` of `argsort` gives 1, 2, 3 ... also where scores are equal, so that the order of the input decides who wins a tie. Equal scores share the mean of their ranks.

Caught by: test_ties_count_half[positive first], test_ties_count_half[negative first]
Page: auc-by-ranks
"""

import numpy as np


def roc_auc(target, score):
    positive = target == 1
    n_pos, n_neg = int(positive.sum()), int((~positive).sum())
    if not n_pos or not n_neg:
        raise ValueError("both classes are needed")
    rank = np.argsort(np.argsort(score, kind="stable"), kind="stable") + 1
    return float((rank[positive].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * n_neg))

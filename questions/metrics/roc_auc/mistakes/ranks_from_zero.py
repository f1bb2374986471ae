"""The ranks begin at 0.

The formula subtracts $1 + 2 + ... + n_+$, which belongs to ranks from 1. With ranks from 0 each positive loses one: the area is too small by $1 / n_-$.

Caught by: test_hand_cases[the right order]
Page: auc-by-ranks
"""

import numpy as np


def roc_auc(target, score):
    positive = target == 1
    n_pos, n_neg = int(positive.sum()), int((~positive).sum())
    if not n_pos or not n_neg:
        raise ValueError("both classes are needed")
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    rank = np.cumsum(counts) - (counts - 1) / 2 - 1
    return float((rank[inverse][positive].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * n_neg))

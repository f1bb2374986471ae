"""A tie counts as won.

With `>=` a classifier that says the same for all has an area of 1. A tie is worth one half.

Caught by: test_ties_count_half[all equal]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    positives, negatives = score[target == 1], np.sort(score[target == 0])
    if not len(positives) or not len(negatives):
        raise ValueError("both classes are needed")
    return float(np.searchsorted(negatives, positives, side="right").mean() / len(negatives))

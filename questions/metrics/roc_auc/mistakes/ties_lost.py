"""A tie counts as lost.

Only strictly higher scores win. A classifier that says the same for all would have an area of 0, although its order is neither right nor wrong: a tie is
worth one half.

Caught by: test_ties_count_half[all equal]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    positives, negatives = score[target == 1], np.sort(score[target == 0])
    if not len(positives) or not len(negatives):
        raise ValueError("both classes are needed")
    return float(np.searchsorted(negatives, positives, side="left").mean() / len(negatives))

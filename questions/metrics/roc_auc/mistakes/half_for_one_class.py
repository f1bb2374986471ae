"""One class alone gives 0.5.

There is no pair to compare, so there is no area. 0.5 says "as good as chance" about a classifier of which nothing is known, and enters averages unnoticed.

Caught by: test_one_class[only positives], test_one_class[no rows]
Page: reference-implementation
"""

import numpy as np


def roc_auc(target, score):
    positives, negatives = score[target == 1], np.sort(score[target == 0])
    if not len(positives) or not len(negatives):
        return 0.5
    both = np.searchsorted(negatives, positives, side="left") + np.searchsorted(negatives, positives, side="right")
    return float(both.mean() / 2 / len(negatives))

"""One class alone gives NaN.

There is no pair to compare, and 0/0 is NaN. It spreads silently through every later mean; a `ValueError` says at once where the
data are wrong.

Caught by: test_one_class[only positives], test_one_class[no rows]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    positives, negatives = score[target == 1], np.sort(score[target == 0])
    if not len(positives) or not len(negatives):
        return float("nan")
    won = np.searchsorted(negatives, positives, side="left")
    not_lost = np.searchsorted(negatives, positives, side="right")
    return float((won + not_lost).mean() / 2 / len(negatives))

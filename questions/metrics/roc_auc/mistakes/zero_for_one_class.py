"""One class alone gives 0.

There is no pair to compare, so there is no area. 0 says "every pair in the wrong order" and pulls an average down unnoticed; raise a
`ValueError` instead.

Caught by: test_one_class[only positives], test_one_class[no rows]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    positives, negatives = score[target == 1], np.sort(score[target == 0])
    if not len(positives) or not len(negatives):
        return 0.0
    won = np.searchsorted(negatives, positives, side="left")
    not_lost = np.searchsorted(negatives, positives, side="right")
    return float((won + not_lost).mean() / 2 / len(negatives))

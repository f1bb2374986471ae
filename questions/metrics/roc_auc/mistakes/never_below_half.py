"""An area below 0.5 is turned around.

`max(auc, 1 - auc)` hides that the scores, or the labels, are upside down, and gives chance an area above 0.5 on average.

Caught by: test_hand_cases[the wrong order]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    positives, negatives = score[target == 1], np.sort(score[target == 0])
    if not len(positives) or not len(negatives):
        raise ValueError("both classes are needed")
    both = np.searchsorted(negatives, positives, side="left") + np.searchsorted(negatives, positives, side="right")
    area = float(both.mean() / 2 / len(negatives))
    return max(area, 1 - area)

"""The scores are read the other way round.

Larger scores mean more positive. An area of 1 becomes 0 here; on real data an area well below 0.5 is the sign.

Caught by: test_hand_cases[the right order]
Page: roc
"""

import numpy as np


def roc_auc(target, score):
    positives, negatives = -score[target == 1], np.sort(-score[target == 0])
    if not len(positives) or not len(negatives):
        raise ValueError("both classes are needed")
    both = np.searchsorted(negatives, positives, side="left") + np.searchsorted(negatives, positives, side="right")
    return float(both.mean() / 2 / len(negatives))

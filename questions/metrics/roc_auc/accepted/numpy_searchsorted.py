"""NumPy, each positive is looked up among the sorted negatives."""

import numpy as np


def roc_auc(target, score):
    positives, negatives = score[target == 1], np.sort(score[target == 0])
    if not len(positives) or not len(negatives):
        raise ValueError("both classes are needed")
    won = np.searchsorted(negatives, positives, side="left")
    not_lost = np.searchsorted(negatives, positives, side="right")
    return float((won + not_lost).mean() / 2 / len(negatives))

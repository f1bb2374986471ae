"""All pairs are compared, one by one.

The definition, and right: but with 30,000 positives and 30,000 negatives it takes 900 million comparisons. Sorting answers all of them at once.

Caught by: test_speed
Page: auc-by-ranks
"""

import numpy as np


def roc_auc(target, score):
    positives, negatives = score[target == 1], score[target == 0]
    if not len(positives) or not len(negatives):
        raise ValueError("both classes are needed")
    negatives = negatives.tolist()
    won = 0.0
    for one in positives.tolist():
        for other in negatives:
            won += 1.0 if one > other else 0.5 if one == other else 0.0
    return float(won / (len(positives) * len(negatives)))

"""A class without any true box gets an AP of 0.

There is nothing to find, so nothing can be said: NaN, and the class is left out of the mean. A 0 would punish every class that a small test set happens to lack.

Caught by: test_no_positives[coco-0]
Page: map
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return 0.0
    hits = np.cumsum(matched[np.argsort(-scores, kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / positives
    best = np.maximum.accumulate(precision[::-1])[::-1]
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * best).sum())
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

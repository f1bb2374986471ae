"""The grid ends before recall 1.

`arange(0, 1, 0.1)` has 10 values, `arange(0, 1, 0.01)` has 100. Both ends belong to the grid, 11 and 101 points: `linspace(0, 1, 101)`.

Caught by: test_hand_cases[coco-one of three: the rest is never reached]
Page: in-30-seconds
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = np.cumsum(matched[np.argsort(-scores, kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / positives
    best = np.maximum.accumulate(precision[::-1])[::-1]
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * best).sum())
    grid = np.arange(0, 1, 0.1 if method == "voc07" else 0.01)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

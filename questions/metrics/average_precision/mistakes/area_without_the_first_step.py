"""The area begins at the first point instead of at recall 0.

`diff(recall)` has one step less than there are points: the step from recall 0 to the first hit is missing, the one with the best precision. Put a 0 in front.

Caught by: test_perfect[area]
Page: area
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
        return float((np.diff(recall) * best[1:]).sum())
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

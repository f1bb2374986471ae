"""Recalls that are never reached are left out of the mean.

They count with precision 0; that is how AP pays for missed objects. Without them one sure hit gives an AP of 1.

Caught by: test_hand_cases[coco-one of three: the rest is never reached]
Page: envelope
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
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    first = np.searchsorted(recall, grid)
    reached = first < len(recall)
    return float(best[first[reached]].mean()) if reached.any() else 0.0

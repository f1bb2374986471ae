"""The running maximum goes from left to right.

Then the precision at any recall is the best one so far: it never falls, and a detector that starts with one hit has a precision of 1 everywhere. Insisting on *at
least* this recall looks to the right: reverse, accumulate, reverse back.

Caught by: test_hand_cases[area-two of three, one miss between]
Page: envelope
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = np.cumsum(matched[np.argsort(-scores, kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / positives
    best = np.maximum.accumulate(precision)
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * best).sum())
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

"""Only points strictly beyond the recall are looked at.

The best precision at recall *at least* r is asked. With `>` nothing lies beyond recall 1, so that a perfect detector gets 10/11 or 100/101.

Caught by: test_perfect[coco], test_perfect[voc07]
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
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid, side="right")].mean())

"""Recall is divided by the number of hits.

It then always ends at 1, and a detector that finds one of a thousand objects scores 1. The denominator is the number of true boxes, found or not.

Caught by: test_hand_cases[area-one of three: the rest is never reached]
Page: what-interviewers-ask-next
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = np.cumsum(matched[np.argsort(-scores, kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / max(matched.sum(), 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * best).sum())
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

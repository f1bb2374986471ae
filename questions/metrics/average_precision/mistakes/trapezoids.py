"""The area is that of trapezoids between the raw points.

A straight line between two points of a precision-recall curve is no set of detections that exists, and it cuts the corner of the staircase. The envelope is constant between two
recalls: multiply each step of recall by the envelope at its right end.

Caught by: test_hand_cases[area-two of three, one miss between]
Page: said-and-true
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
        if not len(best):
            return 0.0
        return float(np.trapezoid(np.concatenate([precision[:1], precision]), np.concatenate([[0.0], recall])))
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

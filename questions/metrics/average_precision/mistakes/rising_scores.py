"""The worst detection stands first.

`argsort` sorts upwards. Negate the scores (or reverse, but see to ties), so that the detection the model is surest of opens the list.

Caught by: test_hand_cases[area-misses below the last hit cost nothing]
Page: sorting
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = np.cumsum(matched[np.argsort(scores, kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / positives
    best = np.maximum.accumulate(precision[::-1])[::-1]
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * best).sum())
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

"""Equal scores come out in reverse.

`argsort(...)[::-1]` sorts downwards, and turns ties around too, even when the sort is stable. Scores of quantized or saturated models have many ties, so the result
depends on it. Negate the scores instead.

Caught by: test_equal_scores_keep_their_order[area-the hit stands first]
Page: reference-implementation
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = np.cumsum(matched[np.argsort(scores, kind="stable")[::-1]])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / positives
    best = np.maximum.accumulate(precision[::-1])[::-1]
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * best).sum())
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

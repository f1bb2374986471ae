"""The detections are taken in the order in which they came.

They come image by image. Precision and recall are a curve only along falling scores: sort first.

Caught by: test_any_order[area]
Page: sorting
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = np.cumsum(matched)
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / positives
    best = np.maximum.accumulate(precision[::-1])[::-1]
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * best).sum())
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(best, 0.0)[np.searchsorted(recall, grid)].mean())

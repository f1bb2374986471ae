"""NumPy, the count of hits returned where there is none."""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return np.nan
    found = np.sum(matched)
    if found == 0:
        return found  # np.int64(0)
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(matched[order])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = np.concatenate([[0.0], hits / positives])
    best = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0.0)
    if method == "area":
        return float(np.sum(np.diff(recall) * best[:-1]))
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(best[np.searchsorted(recall[1:], grid, side="left")].mean())

"""Precision is interpolated linearly between the points.

`np.interp` draws lines between the points, and one down to (1, 0) behind the last, as the code of YOLOv5 does: a perfect ranking gets
0.995. COCO and VOC take a step function: at each recall the best precision from there on.

Caught by: test_hand_cases[coco-one of three: the rest is never reached], test_perfect[coco]
Page: mistakes-average-precision
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return np.nan
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(matched[order])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = np.concatenate([[0.0], hits / positives])
    best = np.maximum.accumulate(precision[::-1])[::-1]
    if method == "area":
        return float(np.sum(np.diff(recall) * best))
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    curve = np.interp(grid, np.append(recall, 1.0), np.concatenate([[1.0], best, [0.0]]))
    return float(((curve[1:] + curve[:-1]) / 2 * np.diff(grid)).sum())

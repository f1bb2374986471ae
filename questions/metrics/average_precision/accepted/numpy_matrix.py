"""NumPy, every recall of the grid against every point."""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    matched = matched[np.lexsort((np.arange(len(scores)), -scores))]
    rank = np.arange(1, len(matched) + 1)
    precision, recall = matched.cumsum() / rank, matched.cumsum() / positives
    if method == "area":
        at = recall[matched]  # the area changes at hits only, each as wide as 1 / positives
        width = 1 / positives
    else:
        at = np.linspace(0, 1, {"voc07": 11, "coco": 101}[method])
        width = 1 / len(at)
    reached = recall >= at[:, None]  # (points, N)
    return float(np.where(reached, precision, 0).max(axis=1, initial=0).sum() * width)

"""The raw precision is read, without the envelope.

Precision zigzags: it falls at a miss and rises at the next hit. AP of detection takes the best precision at this recall *or beyond*, so a later rise lifts
everything to its left. Without it the sum is that of scikit-learn, which is lower.

Caught by: test_hand_cases[area-the envelope: 3/5 at rank 5 beats 2/4 at rank 4]
Page: envelope
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    hits = np.cumsum(matched[np.argsort(-scores, kind="stable")])
    precision = hits / np.arange(1, len(hits) + 1)
    recall = hits / positives
    if method == "area":
        return float((np.diff(recall, prepend=0.0) * precision).sum())
    grid = np.linspace(0, 1, 11 if method == "voc07" else 101)
    return float(np.append(precision, 0.0)[np.searchsorted(recall, grid)].mean())

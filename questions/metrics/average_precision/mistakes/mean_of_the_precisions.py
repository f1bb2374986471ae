"""The mean of the precisions at the hits is returned.

It is divided by the hits that there are, so objects that are never found cost nothing. The sum over the hits is divided by all true boxes.

Caught by: test_hand_cases[area-one of three: the rest is never reached]
Page: area
"""

import numpy as np


def average_precision(matched, scores, positives, method="coco"):
    if positives == 0:
        return float("nan")
    matched = matched[np.argsort(-scores, kind="stable")]
    if not matched.any():
        return 0.0
    hits = np.cumsum(matched)
    precision = hits / np.arange(1, len(hits) + 1)
    return float(np.maximum.accumulate(precision[::-1])[::-1][matched].mean())

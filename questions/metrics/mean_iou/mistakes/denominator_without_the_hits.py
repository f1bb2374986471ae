"""The denominator counts the errors only.

TP / (FP + FN) leaves out the hits themselves: 2 of 4 becomes 2 of 2, and a perfect class divides by 0. The union is
TP + FP + FN.

Caught by: test_hand_cases[2 of 4 in both classes]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    both = confusion.sum(axis=0) + confusion.sum(axis=1)
    seen = both > 0
    if not seen.any():
        return np.nan
    errors = both - 2 * right
    with np.errstate(divide="ignore", invalid="ignore"):
        return (right[seen] / errors[seen]).mean()

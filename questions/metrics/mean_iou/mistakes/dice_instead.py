"""This is the mean Dice.

2 n / (row + column) is F1. It is 2J / (1 + J) for each class, always at least the IoU.

Caught by: test_hand_cases[2 of 4 in both classes]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = (confusion.sum(axis=0) + confusion.sum(axis=1)) / 2
    seen = union > 0
    if not seen.any():
        return np.nan
    return (right[seen] / union[seen]).mean()

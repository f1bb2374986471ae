"""This is the mean precision.

Dividing by the column alone forgives pixels that were missed.

Caught by: test_hand_cases[one pixel wrong]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0)
    seen = union > 0
    if not seen.any():
        return np.nan
    return (right[seen] / union[seen]).mean()

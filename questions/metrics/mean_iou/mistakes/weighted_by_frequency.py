"""The classes are weighted by their pixels.

That is FWIoU. In the mean IoU each class counts the same, which is its point.

Caught by: test_hand_cases[only background]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    seen = union > 0
    if not seen.any():
        return np.nan
    weight = confusion.sum(axis=1)[seen]
    return (weight * right[seen] / union[seen]).sum() / weight.sum()

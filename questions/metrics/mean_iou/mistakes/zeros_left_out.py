"""Classes with an IoU of 0 are left out.

`iou > 0` takes missed classes for absent ones. The union says whether a class is there.

Caught by: test_hand_cases[only background]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    seen = right > 0
    if not seen.any():
        return np.nan
    return (right[seen] / union[seen]).mean()

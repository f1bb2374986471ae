"""Only classes of the truth are in the mean.

A class that is predicted and does not exist has an IoU of 0. Leaving it out hides false pixels that lie on
ignored or foreign classes.

Caught by: test_absent_classes[only predicted: 0 counts]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    seen = confusion.sum(axis=1) > 0
    if not seen.any():
        return np.nan
    return (right[seen] / union[seen]).mean()

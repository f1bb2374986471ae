"""Classes that are never predicted are left out.

They are missed entirely, IoU 0. Leaving them out rewards a model for giving up on a class.

Caught by: test_absent_classes[never predicted: 0 counts]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    seen = confusion.sum(axis=0) > 0
    if not seen.any():
        return np.nan
    return (right[seen] / union[seen]).mean()

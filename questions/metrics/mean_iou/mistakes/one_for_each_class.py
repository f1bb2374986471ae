"""The mean is missing.

The IoU of each class comes back. Report them, too, but here one number is asked.

Caught by: test_shape
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    seen = union > 0
    if not seen.any():
        return np.nan
    return right[seen] / union[seen]

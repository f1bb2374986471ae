"""All classes are added up before the division.

That is one IoU over all pixels (micro), dominated by the background. The mean is taken over the classes'
IoUs.

Caught by: test_hand_cases[one pixel wrong]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    seen = union > 0
    if not seen.any():
        return np.nan
    return right[seen].sum() / union[seen].sum()

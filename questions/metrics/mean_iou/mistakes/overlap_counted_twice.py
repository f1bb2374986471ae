"""The right pixels are counted twice in the union.

Row and column both contain the diagonal cell. A perfect prediction gets 1/2.

Caught by: test_hand_cases[all right]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1)
    seen = union > 0
    if not seen.any():
        return np.nan
    return (right[seen] / union[seen]).mean()

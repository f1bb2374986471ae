"""An absent class counts as 1.

0/0 taken for a perfect score: the more classes are missing from the images, the better the model looks. Leave
it out.

Caught by: test_absent_classes[the last class is absent]
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    if not union.any():
        return np.nan
    return np.divide(right, union, out=np.ones_like(right), where=union > 0).mean()

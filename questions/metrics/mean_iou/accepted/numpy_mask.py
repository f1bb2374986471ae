"""NumPy, the classes that are seen."""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    seen = union > 0
    if not seen.any():
        return np.nan
    return (right[seen] / union[seen]).mean()

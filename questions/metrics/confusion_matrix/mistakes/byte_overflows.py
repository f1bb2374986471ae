"""The product is computed in the dtype of the mask.

Masks are uint8. `target * classes` wraps around at 256: with 21 classes, class 13 gives 273 - 256 = 17, and
its pixels land in another row. Small numbers of classes, and labels in int64, do not show it. Convert first.

Caught by: test_dtypes[uint8]
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    t = target.ravel()
    p = pred.ravel()
    if ignore_index is not None:
        keep = t != ignore_index
        t, p = t[keep], p[keep]
    counts = np.bincount(t * classes + p, minlength=classes * classes)
    return counts.reshape(classes, classes)

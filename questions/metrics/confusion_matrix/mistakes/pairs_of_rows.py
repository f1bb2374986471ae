"""Images are not flattened.

`zip` over arrays of images pairs rows, not pixels. Flatten both first.

Caught by: test_images
Page: mistakes-confusion
"""

import numpy as np


def confusion_matrix(target, pred, classes, ignore_index=None):
    counts = np.zeros((classes, classes), dtype=np.int64)
    for t, p in zip(target.tolist(), pred.tolist()):
        if ignore_index is None or t != ignore_index:
            counts[t, p] += 1
    return counts

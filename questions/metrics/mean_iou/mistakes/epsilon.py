"""An epsilon guards the denominator.

`right / (union + eps)` gives 0 to absent classes, which then count, and bends the others where the matrix
holds shares instead of counts. Say what 0/0 means instead.

Caught by: test_absent_classes[the last class is absent]
Also with: 1e-6, 1e-7, 1e-8, 1e-9, 1e-12, 1e-16 for 1e-10
Page: mistakes-mean-iou
"""

import numpy as np


def mean_iou(confusion):
    right = np.diag(confusion).astype(float)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - right
    return (right / (union + 1e-10)).mean()

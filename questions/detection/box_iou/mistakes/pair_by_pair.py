"""NumPy is called for every pair of boxes.

A call of NumPy takes about a microsecond before it computes anything, and a million pairs need a dozen calls each. Give `a` a
new axis, `a[:, None]` against `b[None, :]`: then a dozen calls compute all pairs at once.

Caught by: test_speed
Page: detection/iou#reference-implementation
"""

import numpy as np


def area(box):
    return np.prod(box[2:] - box[:2])


def iou(a, b):
    inter = np.prod(np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None))
    union = area(a) + area(b) - inter
    return inter / union if union > 0 else 0.0


def box_iou(a, b):
    out = np.zeros((len(a), len(b)), dtype=a.dtype)
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = iou(a[i], b[j])
    return out

"""NumPy is called for every pair of boxes.

A call of NumPy takes about a microsecond before it computes anything, and two million pairs need a dozen calls each. Give one
kept box and *all* the others to each call, `(M, 4)` at once: then the calls grow with the boxes that are kept, not with the pairs.

Caught by: test_speed
Page: detection/nms#reference-implementation
"""

import numpy as np


def area(box):
    return np.prod(box[2:] - box[:2])


def iou(a, b):
    inter = np.prod(np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0, None))
    union = area(a) + area(b) - inter
    return inter / union if union > 0 else 0.0


def nms(boxes, scores, iou_threshold):
    keep = []
    for i in np.argsort(-scores, kind="stable"):
        if all(iou(boxes[i], boxes[j]) <= iou_threshold for j in keep):
            keep.append(i)
    return np.array(keep, dtype=np.int64)

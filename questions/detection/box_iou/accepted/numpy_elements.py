"""NumPy, but two loops over the elements of arrays: the slowest way that passes."""

import numpy as np


def overlap(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    inter = max(w, 0) * max(h, 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return inter / union if union > 0 else 0


def box_iou(a, b):
    out = np.zeros((len(a), len(b)), dtype=a.dtype)
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            out[i, j] = overlap(one, other)
    return out

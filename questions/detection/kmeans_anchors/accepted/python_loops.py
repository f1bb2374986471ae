"""Plain Python, box by box."""

import numpy as np


def iou(a, b):
    both = min(a[0], b[0]) * min(a[1], b[1])
    return both / (a[0] * a[1] + b[0] * b[1] - both)


def kmeans_anchors(wh, init, iterations):
    boxes, anchors = wh.tolist(), init.tolist()
    for _ in range(iterations):
        groups = [[] for _ in anchors]
        for box in boxes:
            fits = [iou(box, anchor) for anchor in anchors]
            groups[fits.index(max(fits))].append(box)
        for k, group in enumerate(groups):
            if group:
                anchors[k] = [sum(box[i] for box in group) / len(group) for i in (0, 1)]
    return np.array(anchors, dtype=init.dtype)

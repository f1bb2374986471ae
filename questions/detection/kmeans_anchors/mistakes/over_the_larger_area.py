"""The overlap is divided by the larger of the two areas.

For boxes inside each other that is the union, and squares in one corner always are. A long box and a high anchor cross: there the union is larger
than either.

Caught by: test_assignment[a long box: the union decides, not the larger area]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / np.maximum(wh.prod(axis=1)[:, None], anchors.prod(axis=1))
        nearest = iou.argmax(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors

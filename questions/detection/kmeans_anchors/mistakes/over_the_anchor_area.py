"""The overlap is divided by the area of the anchor.

A tiny anchor lies inside of every box and gets the ratio 1. IoU divides by the union.

Caught by: test_assignment[two clear groups]
Page: common-mistakes
"""

import numpy as np


def kmeans_anchors(wh, init, iterations):
    anchors = init.copy()
    for _ in range(iterations):
        overlap = np.minimum(wh[:, None], anchors[None]).prod(axis=2)
        iou = overlap / anchors.prod(axis=1)
        nearest = iou.argmax(axis=1)
        for k in range(len(anchors)):
            if (nearest == k).any():
                anchors[k] = wh[nearest == k].mean(axis=0)
    return anchors
